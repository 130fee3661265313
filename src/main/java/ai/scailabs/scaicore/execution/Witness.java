package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.CheckpointSink;
import ai.scailabs.scaicore.engine.EventSink;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Outcome;
import ai.scailabs.scaicore.engine.Stop;
import ai.scailabs.scaicore.execution.event.Recorder;
import ai.scailabs.scaicore.execution.log.LogLevel;
import ai.scailabs.scaicore.execution.log.RunLog;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what happens in one run of an execution, as events and in the log; to be closed. */
final class Witness implements EventSink, AutoCloseable {

  private final Execution execution;
  private final Recorder events;
  private final RunLog log;

  Witness(Execution execution, Recorder events, RunLog log) {
    this.execution = execution;
    this.events = events;
    this.log = log;
  }

  RunLog log() {
    return log;
  }

  /**
   * A run begins.
   *
   * @param first whether none before it has done anything
   */
  void begins(boolean first) {
    if (first) {
      events.started();
    }
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("flow", execution.flow());
    fields.put("attempt", execution.attempt());
    fields.put("instance_key", execution.instanceKey());
    log.say(LogLevel.INFO, first ? "execution began" : "execution goes on", fields);
  }

  /** A run has ended, and what came of it is written. */
  void ended(Outcome outcome, Execution after) {
    switch (outcome) {
      case Outcome.Completed _ -> {
        events.completed();
        log.say(LogLevel.INFO, "execution completed", Map.of());
      }
      case Outcome.Failed failed -> {
        events.failed(failed.failure());
        failed(failed.failure());
      }
      case Outcome.Suspended _ -> suspended(after);
      case Outcome.Held _ ->
          log.say(
              LogLevel.INFO,
              after.status() == ExecutionStatus.HELD
                  ? "execution is held until its Core runs again"
                  : "execution moves to another replica",
              Map.of());
      case Outcome.Cancelled _ -> log.say(LogLevel.WARN, "execution cancelled", Map.of());
    }
  }

  private void failed(Failure failure) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("code", failure.code());
    fields.put("block_id", failure.block());
    log.say(
        LogLevel.ERROR,
        "execution failed: %s %s".formatted(failure.code(), failure.message()),
        fields);
  }

  private void suspended(Execution after) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    var wakeAt = after.turn().wakeAt();
    fields.put(
        "checkpoint_id", after.checkpointId() == null ? null : after.checkpointId().toString());
    fields.put("wake_at", wakeAt == null ? null : wakeAt.toString());
    var stops = StoredStops.stops(after.turn().stops());
    if (!stops.isEmpty()) {
      fields.put("block_ids", stops.stream().map(Stop::block).toList());
    }
    log.say(
        LogLevel.INFO,
        stops.isEmpty() ? "execution suspended" : "execution stopped at a breakpoint",
        fields);
  }

  /** A question was raised. */
  void raised(CheckpointSink.Request question) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("block_id", question.block());
    fields.put("type", question.type());
    fields.put("assignee", question.assignee());
    log.say(LogLevel.INFO, question.nodeId(), "checkpoint raised", fields);
  }

  @Override
  public void entered(BlockRun run) {
    events.entered(run);
  }

  @Override
  public void exited(BlockRun run, @Nullable String binding, @Nullable Object value) {
    events.exited(run, binding, value);
  }

  /** The blocks around one that failed fail with it; the log has it once. */
  @Override
  public void failed(BlockRun run, Failure failure) {
    events.failed(run, failure);
    if (failure.block() == null || failure.block().equals(run.block())) {
      log.failed(run, failure);
    }
  }

  @Override
  public void close() {
    events.close();
    log.close();
  }
}
