package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Journal.Emission;
import ai.scailabs.scaicore.engine.Journal.Entry;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.event.EmittedEvents;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The journals of executions, and the events that are committed with their entries. */
@Component
class JournalRows {

  private final JdbcClient jdbc;
  private final EmittedEvents emitted;

  JournalRows(JdbcClient jdbc, EmittedEvents emitted) {
    this.jdbc = jdbc;
    this.emitted = emitted;
  }

  Map<String, Entry> read(String tenantId, String executionId, int attempt) {
    var entries = new HashMap<String, Entry>();
    jdbc.sql(
            """
            select step, kind, argument_hash, value, failure from mod_scaicore_journal
            where tenant_id = ? and execution_id = ? and attempt = ?
            """)
        .params(tenantId, executionId, attempt)
        .query(
            row -> {
              var entry =
                  new Entry(
                      row.getString("step"),
                      EffectKind.of(row.getString("kind")),
                      row.getString("argument_hash"),
                      value(row.getString("value")),
                      failure(row.getString("failure")));
              entries.put(entry.step(), entry);
            });
    return entries;
  }

  /** Adds an entry; a second one of the same step breaks the primary key. */
  void add(String tenantId, String executionId, int attempt, Entry entry) {
    jdbc.sql(
            """
            insert into mod_scaicore_journal
              (tenant_id, execution_id, attempt, step, kind, argument_hash, value, failure,
               recorded_at)
            values (?, ?, ?, ?, ?, ?, cast(? as json), cast(? as json), clock_timestamp())
            """)
        .param(tenantId)
        .param(executionId)
        .param(attempt)
        .param(entry.step())
        .param(entry.kind().word())
        .param(entry.argumentHash())
        .param(Json.text(entry.value()))
        .param(entry.failure() == null ? null : Json.text(map(entry.failure())))
        .update();
  }

  /** Adds an event that a program sent. */
  void addEvent(Execution execution, Emission emission) {
    emitted.add(
        execution.tenantId(),
        execution.coreId(),
        execution.id(),
        emission.block(),
        emission.event(),
        emission.data());
  }

  static Map<String, @Nullable Object> map(Failure failure) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put("code", failure.code());
    map.put("message", failure.message());
    map.put("details", failure.details());
    map.put("block", failure.block());
    return map;
  }

  private static @Nullable Object value(@Nullable String json) {
    return json == null ? null : Json.parse(json);
  }

  private static @Nullable Failure failure(@Nullable String json) {
    if (json == null || !(Json.parse(json) instanceof Map<?, ?> map)) {
      return null;
    }
    return new Failure(
        Values.text(map.get("code")),
        Values.text(map.get("message")),
        map.get("details"),
        map.get("block") instanceof String block ? block : null);
  }
}
