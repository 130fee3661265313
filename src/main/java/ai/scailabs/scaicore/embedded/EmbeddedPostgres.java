package ai.scailabs.scaicore.embedded;

import ai.scailabs.scaicore.operations.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The PostgreSQL of the embedded default, running; the connection of the data source. */
final class EmbeddedPostgres implements JdbcConnectionDetails {

  private static final String DATABASE = "scaicore";
  private static final String NO_SUCH_DATABASE = "3D000";

  private final PostgresCluster cluster;
  private final String password;
  private final int port;

  private EmbeddedPostgres(PostgresCluster cluster, String password, int port) {
    this.cluster = cluster;
    this.password = password;
    this.port = port;
  }

  /** Starts it on the folder {@code postgresql} of the data folder. */
  static EmbeddedPostgres start(DataFolder dataFolder, String version) {
    var folder = dataFolder.path().resolve("postgresql");
    try {
      Files.createDirectories(folder);
      var cluster =
          new PostgresCluster(
              SystemUser.current(),
              PostgresBinaries.unpack(folder, version, Platform.current()),
              folder.resolve("cluster"),
              folder.resolve("postgresql.log"));
      var passwordFile = folder.resolve("password");
      var password = password(passwordFile, cluster);
      cluster.create(passwordFile);
      return open(new EmbeddedPostgres(cluster, password, cluster.start()));
    } catch (IOException | UncheckedIOException e) {
      throw new CannotStart("PostgreSQL does not start on %s: %s.".formatted(folder, e), e);
    }
  }

  @Override
  public String getUsername() {
    return PostgresCluster.ROLE;
  }

  @Override
  public String getPassword() {
    return password;
  }

  @Override
  public String getJdbcUrl() {
    return url(DATABASE);
  }

  /** Stops it, for connections that are still open too. */
  void stop() {
    cluster.stop();
  }

  private static EmbeddedPostgres open(EmbeddedPostgres postgres) {
    try {
      postgres.createDatabase();
      return postgres;
    } catch (SQLException e) {
      postgres.stop();
      throw new CannotStart(
          "PostgreSQL on %s does not let us in (%s); its password belongs into the file password beside that folder."
              .formatted(postgres.cluster.data(), e.getMessage()),
          e);
    }
  }

  private void createDatabase() throws SQLException {
    try {
      DriverManager.getConnection(getJdbcUrl(), getUsername(), password).close();
    } catch (SQLException e) {
      if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
        throw e;
      }
      try (var connection = DriverManager.getConnection(url("postgres"), getUsername(), password);
          var statement = connection.createStatement()) {
        statement.execute("create database " + DATABASE);
      }
    }
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** The password of the cluster; a new one where no cluster needs it yet. */
  private static String password(Path file, PostgresCluster cluster) throws IOException {
    if (Files.exists(cluster.data())) {
      return Files.readString(file).strip();
    }
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    cluster.user().own(file);
    return Files.readString(Files.writeString(file, HexFormat.of().formatHex(bytes)));
  }
}
