package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.Outline;
import ai.scailabs.scaicore.web.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the journal of an execution for people. */
@Component
class Timeline {

  private static final int MOST = 1_000;
  private static final int SUMMARY = 200;

  private final JdbcClient jdbc;
  private final AskedCheckpoints inbox;
  private final QueueWaits waits;
  private final EngineRegistry engines;

  Timeline(JdbcClient jdbc, AskedCheckpoints inbox, QueueWaits waits, EngineRegistry engines) {
    this.jdbc = jdbc;
    this.waits = waits;
    this.inbox = inbox;
    this.engines = engines;
  }

  /**
   * What an execution did.
   *
   * @param truncated whether there is more
   */
  record Shown(List<TimelineItem> items, boolean truncated) {}

  /**
   * The first thousand effects of all attempts in the order in which they were recorded, then the
   * questions that are open. What an attempt took over from the one before is shown once.
   */
  Shown of(Execution execution) {
    return of(
        execution,
        new Outline(
            engines
                .engine(execution.tenantId(), execution.coreId(), execution.programHash())
                .program()));
  }

  /** The same, for who has the blocks of its program already. */
  Shown of(Execution execution, Outline nodes) {
    var recorded = recorded(execution, nodes);
    var open = execution.status().ended() ? List.<TimelineItem>of() : open(execution, nodes);
    // What waits for a person is shown in any case.
    int room = Math.max(0, MOST - open.size());
    var items = new ArrayList<TimelineItem>(recorded.subList(0, Math.min(room, recorded.size())));
    items.addAll(open);
    return new Shown(
        List.copyOf(items.subList(0, Math.min(MOST, items.size()))),
        recorded.size() + open.size() > MOST);
  }

  /** What it waits for: people, and messages. */
  private List<TimelineItem> open(Execution execution, Outline nodes) {
    var items = new ArrayList<TimelineItem>();
    for (var asked : inbox.pending(execution.tenantId(), execution.id())) {
      items.add(
          new TimelineItem(
              asked.block(),
              asked.nodeId(),
              "checkpoint",
              asked.step(),
              asked.askedAt(),
              null,
              asked.attempt(),
              "pending",
              asked.prompt() == null ? null : cut(asked.prompt())));
    }
    for (var wait : waits.of(execution.tenantId(), execution.id())) {
      var block = block(wait.step());
      items.add(
          new TimelineItem(
              block,
              nodes.node(block),
              EffectKind.QUEUE_CONSUME.word(),
              wait.step(),
              wait.since(),
              null,
              wait.attempt(),
              "pending",
              cut("waits for a message in " + wait.name())));
    }
    return items;
  }

  /** Values are cut where they are, so that none is read whole. */
  private List<TimelineItem> recorded(Execution execution, Outline nodes) {
    return jdbc.sql(
            """
            select j.step, j.kind, j.attempt, j.started_at, j.recorded_at,
              left(j.failure::text, 4000) as failure, j.failure is not null as failed,
              left(j.value::text, ?) as value, j.state_s3_key is not null as large
            from mod_scaicore_journal j
            where j.tenant_id = ? and j.execution_id = ? and j.kind <> 'cut'
              and not exists (
                select from mod_scaicore_journal before
                where before.execution_id = j.execution_id and before.attempt = j.attempt - 1
                  and before.step = j.step and before.recorded_at = j.recorded_at)
            order by j.seq
            limit ?
            """)
        .params(SUMMARY + 1, execution.tenantId(), execution.id(), MOST + 1)
        .query((row, number) -> item(row, nodes))
        .list();
  }

  private static TimelineItem item(ResultSet row, Outline nodes) throws SQLException {
    var step = row.getString("step");
    var block = block(step);
    var ended = Columns.instant(row, "recorded_at");
    var started = Columns.instantOrNull(row, "started_at");
    boolean failed = row.getBoolean("failed");
    return new TimelineItem(
        block,
        nodes.node(block),
        row.getString("kind"),
        step,
        started == null ? ended : started,
        ended,
        row.getInt("attempt"),
        failed ? "failed" : "ok",
        failed ? failure(row.getString("failure")) : value(row));
  }

  private static @Nullable String value(ResultSet row) throws SQLException {
    if (row.getBoolean("large")) {
      return "a value of more than 256 KB";
    }
    var value = row.getString("value");
    return value == null ? null : cut(value);
  }

  private static String failure(String json) {
    try {
      if (Json.parse(json) instanceof Map<?, ?> failure) {
        return cut(failure.get("code") + ": " + failure.get("message"));
      }
    } catch (IllegalArgumentException e) {
      // It was cut where it was.
      return cut(json);
    }
    return cut(json);
  }

  /** A step is {@code block@iterations#ordinal}, or {@code block!what.number}. */
  private static String block(String step) {
    int end = 0;
    while (end < step.length() && "@#!".indexOf(step.charAt(end)) < 0) {
      end++;
    }
    return step.substring(0, end);
  }

  private static String cut(String text) {
    return text.length() > SUMMARY ? text.substring(0, SUMMARY - 1) + "…" : text;
  }
}
