import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The database of a service that runs with its own PostgreSQL. */
record Database(Path data, int port, String password) {

  static final String USER = "scaicore";

  /** Where a running service of this data folder has it. */
  static Database of(Path data) throws IOException {
    var folder = data.resolve("postgresql");
    return new Database(
        data,
        Integer.parseInt(
            Files.readAllLines(folder.resolve("cluster").resolve("postmaster.pid")).get(3).strip()),
        Files.readString(folder.resolve("password")).strip());
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/scaicore";
  }

  /** What another process needs to reach it. */
  Map<String, String> settings() {
    return Map.of(
        "SPRING_DATASOURCE_URL", url(),
        "SPRING_DATASOURCE_USERNAME", USER,
        "SPRING_DATASOURCE_PASSWORD", password);
  }

  Path log() {
    return data.resolve("postgresql").resolve("postgresql.log");
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, password);
  }

  /** Runs statements, each for itself. */
  void run(List<String> statements) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The one value of a query; 0 for none. */
  double number(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getDouble(1) : 0;
    }
  }

  String text(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
