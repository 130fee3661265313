package ai.scailabs.scaicore.durability;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What stands in a database, read and disturbed past every replica. */
record Rows(String database) {

  /** Reads one row. */
  @FunctionalInterface
  interface Reader<T> {
    T of(ResultSet row) throws SQLException;
  }

  <T> List<T> read(String sql, Reader<T> reader, Object... parameters) {
    try (var connection = connect();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      var found = new ArrayList<T>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.of(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Cuts off every replica from the database. */
  void terminateBackends() {
    read(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'scaicore-module'\
        """,
        row -> row.getBoolean(1));
  }

  /** Makes those of a Core that wait look like runs of a replica that died long ago. */
  void abandon(String core) {
    read(
        """
        update mod_scaicore_executions
        set status = 'running', version = version + 1, lease_owner = 'rep_gone',
          lease_expires_at = now() - interval '1 minute'
        where core_id = ? and status = 'suspended' returning id\
        """,
        row -> row.getString(1),
        core);
  }

  /** The status of the execution of a case; empty where there is none. */
  String status(String name) {
    return String.join(
        ",",
        read(
            "select status from mod_scaicore_executions where input ->> 'case' = ?",
            row -> row.getString(1),
            name));
  }

  /** What a case came to, as JSON. */
  String output(String name) {
    return String.join(
        ",",
        read(
            "select output::text from mod_scaicore_executions where input ->> 'case' = ?",
            row -> row.getString(1),
            name));
  }

  /** How often a case said that it is done. */
  int done(String name) {
    return read(
            """
            select count(*) from mod_scaicore_executions e
            join mod_scaicore_events p on p.tenant_id = e.tenant_id and p.execution_id = e.id
            cross join lateral json_array_elements(p.events) event
            where e.input ->> 'case' = ? and event ->> 'type' = 'case.done'\
            """,
            row -> row.getInt(1),
            name)
        .getFirst();
  }

  /** The open checkpoint of a case; empty where there is none. */
  List<String> question(String name) {
    return read(
        """
        select c.id::text from mod_scaicore_checkpoints c
        join mod_scaicore_executions e on e.id = c.execution_id
        where c.status = 'pending' and e.input ->> 'case' = ?\
        """,
        row -> row.getString(1),
        name);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(database);
  }
}
