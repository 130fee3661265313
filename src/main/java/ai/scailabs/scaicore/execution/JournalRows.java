package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Journal.Emission;
import ai.scailabs.scaicore.engine.Journal.Entry;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.event.EmittedEvents;
import ai.scailabs.scaicore.execution.value.LargeValues;
import ai.scailabs.scaicore.program.expression.Values;
import ai.scailabs.scaicore.web.Columns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The journals of executions, and the events that are committed with their entries. */
@Component
class JournalRows {

  private final JdbcClient jdbc;
  private final LargeValues large;
  private final EmittedEvents emitted;

  JournalRows(JdbcClient jdbc, LargeValues large, EmittedEvents emitted) {
    this.jdbc = jdbc;
    this.large = large;
    this.emitted = emitted;
  }

  /**
   * What an attempt has come to.
   *
   * @param attempt 1 for the first
   * @param entries those a run starts with: from the last cut on, and all of called Cores
   * @param cut the last cut; null without one
   * @param before the steps of those that are older than the cut
   * @param total how many entries there are in all
   */
  record Loaded(
      int attempt, Map<String, Entry> entries, @Nullable Entry cut, Set<String> before, int total) {

    static final Loaded NOTHING = new Loaded(1, Map.of(), null, Set.of(), 0);
  }

  Loaded read(String tenantId, String executionId, int attempt) {
    var entries = new HashMap<String, Entry>();
    var cuts = new ArrayList<Entry>();
    var before = new HashSet<String>();
    // Entries of the same value have the same key.
    var elsewhere = new HashMap<Entry, String>();
    jdbc.sql(
            """
            with start as (
              select coalesce(max(seq), 0) as seq from mod_scaicore_journal
              where execution_id = ? and attempt = ? and kind = 'cut')
            select j.step, j.kind, j.argument_hash, j.value, j.failure, j.state_s3_key,
              j.started_at, j.seq < start.seq as before
            from mod_scaicore_journal j, start
            where j.tenant_id = ? and j.execution_id = ? and j.attempt = ?
              and (j.seq >= start.seq or j.kind in ('core_call', 'core_result'))
            """)
        .params(executionId, attempt, tenantId, executionId, attempt)
        .query(
            row -> {
              var entry =
                  new Entry(
                      row.getString("step"),
                      EffectKind.of(row.getString("kind")),
                      row.getString("argument_hash"),
                      value(row.getString("value")),
                      failure(row.getString("failure")),
                      Columns.instantOrNull(row, "started_at"));
              if (row.getBoolean("before")) {
                before.add(entry.step());
              }
              var key = row.getString("state_s3_key");
              if (key != null) {
                elsewhere.put(entry, key);
                return;
              }
              if (entry.kind() == EffectKind.CUT) {
                cuts.add(entry);
              }
              entries.put(entry.step(), entry);
            });
    elsewhere.forEach(
        (entry, key) -> {
          var whole = withValue(entry, Json.parse(large.read(key)));
          if (whole.kind() == EffectKind.CUT) {
            cuts.add(whole);
          }
          entries.put(whole.step(), whole);
        });
    return cuts.isEmpty()
        ? new Loaded(attempt, entries, null, Set.of(), entries.size())
        : new Loaded(attempt, entries, cuts.getFirst(), before, count(executionId, attempt));
  }

  private static Entry withValue(Entry entry, @Nullable Object value) {
    return new Entry(
        entry.step(),
        entry.kind(),
        entry.argumentHash(),
        value,
        entry.failure(),
        entry.startedAt());
  }

  private int count(String executionId, int attempt) {
    return jdbc.sql(
            "select count(*) from mod_scaicore_journal where execution_id = ? and attempt = ?")
        .params(executionId, attempt)
        .query(Integer.class)
        .single();
  }

  /**
   * An entry in the form in which it is stored.
   *
   * @param value null where it is in the object store, under the key
   */
  record Row(
      String tenantId,
      String executionId,
      int attempt,
      Entry entry,
      @Nullable String value,
      @Nullable String key) {}

  /**
   * Puts an entry into the form in which it is stored; a large value into the object store, so that
   * no transaction may be open.
   */
  Row row(Execution execution, Entry entry) {
    return row(
        execution.tenantId(), execution.coreId(), execution.id(), execution.attempt(), entry);
  }

  /** The same, for an execution that is known by its id. */
  Row row(String tenantId, String coreId, String executionId, int attempt, Entry entry) {
    var json = Json.text(entry.value());
    var key = large.store(tenantId, coreId, executionId, json);
    return new Row(tenantId, executionId, attempt, entry, key == null ? json : null, key);
  }

  /** The form of an entry whose value stays in its row, whatever its size. */
  static Row inline(String tenantId, String executionId, int attempt, Entry entry) {
    return new Row(tenantId, executionId, attempt, entry, Json.text(entry.value()), null);
  }

  /** Adds an entry; a second one of the same step breaks the primary key. */
  void add(Row row) {
    var entry = row.entry();
    jdbc.sql(
            """
            insert into mod_scaicore_journal
              (tenant_id, execution_id, attempt, step, kind, argument_hash, value, state_s3_key,
               failure, started_at, recorded_at)
            values (?, ?, ?, ?, ?, ?, cast(? as json), ?, cast(? as json), ?, clock_timestamp())
            """)
        .param(row.tenantId())
        .param(row.executionId())
        .param(row.attempt())
        .param(entry.step())
        .param(entry.kind().word())
        .param(entry.argumentHash())
        .param(row.value())
        .param(row.key())
        .param(failure(entry))
        .param(Columns.time(entry.startedAt()))
        .update();
  }

  /** Begins another attempt with what the last one has, except the steps that are to run again. */
  void carryOver(Execution failed) {
    jdbc.sql(
            """
            insert into mod_scaicore_journal
              (tenant_id, execution_id, attempt, step, kind, argument_hash, value, failure,
               state_s3_key, started_at, recorded_at)
            select j.tenant_id, j.execution_id, j.attempt + 1, j.step, j.kind, j.argument_hash,
              j.value, j.failure, j.state_s3_key, j.started_at, j.recorded_at
            from mod_scaicore_journal j
            join mod_scaicore_executions e on e.id = j.execution_id
            where j.tenant_id = ? and j.execution_id = ? and j.attempt = ?
              and not exists (
                select from unnest(e.redo) as again (step)
                where j.step in (again.step, replace(again.step, '!result', '')))
            order by j.seq
            """)
        .params(failed.tenantId(), failed.id(), failed.attempt())
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

  /** The JSON text of an entry's failure; null where it has none. */
  static @Nullable String failure(Entry entry) {
    return entry.failure() == null ? null : Json.text(map(entry.failure()));
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
