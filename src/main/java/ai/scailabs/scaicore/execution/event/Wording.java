package ai.scailabs.scaicore.execution.event;

import ai.scailabs.scaicore.engine.EventSink.BlockRun;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.value.LargeValues;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.web.Ids;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts happenings into the form of events: {@code {id, type, core_id, timestamp, payload}}. Source:
 * the engine design, "Events and logs".
 */
final class Wording {

  /** A value of more JSON is not shown. */
  static final int MAX_VALUE_BYTES = 4 * 1024;

  private static final int MAX_MESSAGE = 2_000;

  private static final DateTimeFormatter MICROSECONDS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private Wording() {}

  /** The row of some chunks of one execution, or Core, in the order of time. */
  static EventRow row(List<Chunk> chunks) {
    var first = chunks.getFirst();
    var id = Ids.next("evt_");
    var types = new LinkedHashSet<String>();
    var json = new StringBuilder("[");
    Instant start = null;
    for (var chunk : chunks) {
      for (var happening : chunk.happenings()) {
        var at = happening.at().truncatedTo(ChronoUnit.MICROS);
        types.add(happening.type().text());
        if (start == null) {
          start = at;
        } else {
          json.append(',');
        }
        var name = json.length() == 1 ? id : Ids.next("evt_");
        json.append(
            event(name, happening.type().text(), chunk.coreId(), at, payload(chunk, happening)));
      }
    }
    var text = json.append(']').toString();
    return new EventRow(
        first.tenantId(),
        start == null ? Instant.EPOCH : start,
        id,
        first.coreId(),
        first.executionId(),
        List.copyOf(types),
        text,
        text.length());
  }

  /** The row of one event. */
  static EventRow row(
      String tenantId,
      String coreId,
      @Nullable String executionId,
      String type,
      Instant at,
      Map<String, @Nullable Object> payload) {
    return row(Ids.next("evt_"), tenantId, coreId, executionId, type, at, payload);
  }

  /** The row of one event that has an id already. */
  static EventRow row(
      String id,
      String tenantId,
      String coreId,
      @Nullable String executionId,
      String type,
      Instant at,
      Map<String, @Nullable Object> payload) {
    var time = at.truncatedTo(ChronoUnit.MICROS);
    var text = "[" + event(id, type, coreId, time, payload) + "]";
    return new EventRow(
        tenantId, time, id, coreId, executionId, List.of(type), text, text.length());
  }

  private static String event(
      String id, String type, String coreId, Instant at, Map<String, @Nullable Object> payload) {
    var event = new LinkedHashMap<String, @Nullable Object>();
    event.put("id", id);
    event.put("type", type);
    event.put("core_id", coreId);
    event.put("timestamp", MICROSECONDS.format(at));
    event.put("payload", payload);
    return Json.text(event);
  }

  private static Map<String, @Nullable Object> payload(Chunk chunk, Happening happening) {
    var payload = new LinkedHashMap<String, @Nullable Object>();
    if (chunk.executionId() != null) {
      payload.put("execution_id", chunk.executionId());
    }
    var run = chunk.run();
    switch (happening) {
      case Happening.ToExecution(_, _, var failure) -> {
        if (run != null) {
          payload.put("flow", run.flow());
          payload.put("attempt", run.attempt());
          payload.put("instance_key", run.instanceKey());
        }
        if (failure != null) {
          payload.put("error", error(failure));
        }
      }
      case Happening.ToBlock(_, _, var block, var exit, var failure) -> {
        block(payload, block);
        if (exit != null) {
          exit(payload, exit);
        }
        if (failure != null) {
          payload.put("error", error(failure));
        }
      }
      case Happening.ToOther(_, _, var details) -> payload.putAll(details);
    }
    return payload;
  }

  private static void block(Map<String, @Nullable Object> payload, BlockRun block) {
    payload.put("node_id", block.nodeId());
    payload.put("block_kind", block.kind());
    payload.put("block_id", block.block());
    payload.put("iteration", block.iterations().isEmpty() ? null : block.iterations());
  }

  private static void exit(Map<String, @Nullable Object> payload, Happening.Exit exit) {
    payload.put("result_binding", exit.binding());
    if (exit.binding() == null) {
      return;
    }
    var value = exit.truncated() ? null : shown(exit.value());
    if (exit.truncated() || LargeValues.size(Json.text(value)) > MAX_VALUE_BYTES) {
      payload.put("result_binding_truncated", true);
    } else {
      payload.put("result_binding_value", value);
    }
  }

  /** A value of a program; where it holds secrets, these are not told. */
  private static @Nullable Object shown(@Nullable Object value) {
    try {
      Json.text(value);
      return value;
    } catch (EvaluationFailed e) {
      return Veiled.of(value);
    }
  }

  private static Map<String, @Nullable Object> error(Failure failure) {
    var message = failure.message();
    var error = new LinkedHashMap<String, @Nullable Object>();
    error.put("code", failure.code());
    error.put(
        "message",
        message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message);
    error.put("block", failure.block());
    return error;
  }
}
