package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Statement;
import ai.scailabs.scaicore.program.expression.Values;
import ai.scailabs.scaicore.program.type.DurationText;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code queue_publish} and {@code queue_consume}. Who waits for a message has noted since
 * when, so that a later run knows how long it may still wait, and that it came so far.
 */
final class QueueStatements {

  private static final String BEGAN = "!began";
  private static final String LATE = "!late";

  private final Effects effects;
  private final @Nullable String scope;

  /**
   * @param scope of the queues that are named without one; null where there is none
   */
  QueueStatements(Effects effects, @Nullable String scope) {
    this.effects = effects;
    this.scope = scope;
  }

  /** {@code {message_id}}. */
  @Nullable Object publish(
      Statement.QueuePublish statement, String path, Frame frame, String step) {
    var payload =
        statement.payload() == null
            ? null
            : Allowance.fitting(
                "the payload of the message",
                WellFormed.of(Values.plain(statement.payload().evaluate(frame.variables()))));
    var after = statement.after();
    var in = scope(statement.scope(), statement.queue());
    var hash =
        Fingerprint.of(
            Arrays.asList(in, statement.queue(), statement.messageType(), payload, after));
    var entry = effects.replayed(step, EffectKind.QUEUE_PUBLISH, hash);
    if (entry == null) {
      effects.fresh(frame.course(), step, EffectKind.QUEUE_PUBLISH);
      entry =
          effects
              .host()
              .queues()
              .publish(
                  new QueueBridge.Publication(
                      step,
                      hash,
                      path,
                      in,
                      statement.queue(),
                      statement.messageType(),
                      payload,
                      after == null ? null : DurationText.parse(after).orElse(null),
                      effects.idempotencyKey(step)));
    }
    return Effects.result(entry);
  }

  /** The message; null when none came in time. */
  @Nullable Object consume(
      Statement.QueueConsume statement, String path, Frame frame, String step) {
    var course = frame.course();
    var in = scope(statement.scope(), statement.queue());
    var hash = Fingerprint.of(Arrays.asList(in, statement.queue()));
    var began = effects.decided(step + BEGAN);
    var entry = effects.replayed(step, EffectKind.QUEUE_CONSUME, hash);
    if (entry != null) {
      if (began != null) {
        // It came while this waited: something may have ended the waiting before.
        effects.beforeAnswer(course, step);
      }
      return taken(entry);
    }
    if (effects.decided(step + LATE) != null) {
      return null;
    }
    effects.fresh(course, step, EffectKind.QUEUE_CONSUME);
    entry =
        effects
            .host()
            .queues()
            .consume(new QueueBridge.Consumption(step, hash, path, in, statement.queue()));
    return entry == null ? late(statement, course, step) : taken(entry);
  }

  /** Null where the time is over; else the run waits. */
  private @Nullable Object late(Statement.QueueConsume statement, Course course, String step) {
    var timeout = statement.timeout();
    var length = timeout == null ? null : DurationText.parse(timeout).orElse(null);
    var began = effects.decision(course, step + BEGAN, () -> effects.host().now().toString());
    var deadline = length == null ? null : Instant.parse(Values.text(began)).plus(length);
    if (deadline == null || effects.host().now().isBefore(deadline)) {
      course.asks(step);
      throw new Interruption(new Outcome.Suspended(deadline));
    }
    effects.withdraw(List.of(step));
    effects.decision(course, step + LATE, () -> true);
    return null;
  }

  /** A retry asks again, and waits as long as the first time. */
  private static @Nullable Object taken(Journal.Entry entry) {
    try {
      return Effects.result(entry);
    } catch (BlockFailed e) {
      throw new BlockFailed(e.failure(), List.of(entry.step(), entry.step() + BEGAN));
    }
  }

  private String scope(@Nullable String named, String queue) {
    var in = named == null ? scope : named;
    if (in == null) {
      throw noScope(queue);
    }
    return in;
  }

  static BlockFailed noScope(String queue) {
    return new BlockFailed(
        Failure.QUEUE,
        "the queue %s is named without a scope; give it one, or the program a scaiqueue.scope"
            .formatted(queue));
  }
}
