package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Values;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs effects through the journal: what has an entry is answered from it. Safe for use by
 * concurrent branches; its monitor guards the decisions that concern several of them.
 */
final class Effects {

  private static final int HASH_LENGTH_BEFORE = 24;

  private final HostEnvironment host;
  private final String keyPrefix;
  private final Replay replay;
  private final Allowance allowance = new Allowance();
  private final NavigableSet<String> reached = new ConcurrentSkipListSet<>();

  /**
   * @param keyPrefix execution and attempt, with which idempotency keys begin
   */
  Effects(HostEnvironment host, String keyPrefix, Replay replay) {
    this.host = host;
    this.keyPrefix = keyPrefix;
    this.replay = replay;
  }

  HostEnvironment host() {
    return host;
  }

  Replay replay() {
    return replay;
  }

  Allowance allowance() {
    return allowance;
  }

  /** The key by which the other side can tell a repeated call. */
  String idempotencyKey(String step) {
    return keyPrefix + ":" + step;
  }

  /** Looks whether a block, or an iteration, may begin. */
  void beforeBlock(String path, Frame frame) {
    beforeTurn();
    if (frame.course().isBounded()) {
      frame.course().check(frame.place(path), null);
    }
  }

  /** Looks whether a loop may take another turn. */
  void beforeTurn() {
    host.permit().check();
    replay.check();
  }

  /** Looks whether something may be done that the journal does not have. */
  void fresh(Course course, String step, EffectKind kind) {
    host.permit().check();
    synchronized (this) {
      try {
        course.check(step, kind);
      } catch (Leaving leaving) {
        if (kind == EffectKind.CHECKPOINT) {
          course.asks(step);
        }
        throw leaving;
      }
      if (kind != EffectKind.CORE_RESULT) {
        allowance.entry(host.journal().size());
      }
      if (kind == EffectKind.MODEL_CALL) {
        course.spend(1, 0);
      }
    }
    reached.add(step);
    course.advance();
    replay.live();
  }

  /** A call that leaves the process; its failure is recorded too. */
  @Nullable Object outside(
      Course course,
      String step,
      EffectKind kind,
      @Nullable Object arguments,
      Supplier<@Nullable Object> call) {
    var hash = Fingerprint.of(arguments);
    var entry = replayed(step, kind, hash);
    if (entry == null) {
      fresh(course, step, kind);
      host.journal().beforeOutsideCall();
      // That may have waited, and a call may not be taken back.
      host.permit().check();
      entry = made(step, kind, hash, host.now(), call);
      host.journal().record(entry);
      if (kind == EffectKind.MODEL_CALL) {
        course.spend(0, tokens(entry));
      }
    } else if (kind == EffectKind.MODEL_CALL) {
      course.repeats(step, tokens(entry));
    }
    return result(entry);
  }

  /** What a recorded model call used. */
  static long tokens(Journal.Entry entry) {
    return entry.value() instanceof Map<?, ?> value
        ? tokens(value.get("prompt_tokens")) + tokens(value.get("completion_tokens"))
        : 0;
  }

  private static long tokens(@Nullable Object count) {
    return count instanceof Number number ? number.longValue() : 0;
  }

  /** The entry of something that is done now; a failure is one too. */
  static Journal.Entry made(
      String step,
      EffectKind kind,
      String hash,
      @Nullable Instant startedAt,
      Supplier<@Nullable Object> call) {
    try {
      var given = Values.normalise(call.get());
      var value =
          Allowance.fitting(
              "the result of the " + kind.word(), Values.normalise(WellFormed.of(given)));
      return new Journal.Entry(step, kind, hash, value, null, startedAt);
    } catch (BlockFailed e) {
      return new Journal.Entry(step, kind, hash, null, WellFormed.failure(e.failure()), startedAt);
    } catch (EvaluationFailed e) {
      var failure = new Failure(e.code(), String.valueOf(e.getMessage()));
      return new Journal.Entry(step, kind, hash, null, failure, startedAt);
    }
  }

  /** Sends an event of the program. */
  void emit(Course course, String step, Journal.Emission given) {
    var emission =
        new Journal.Emission(
            WellFormed.text(given.event()),
            Allowance.fitting("the data of " + given.event(), WellFormed.of(given.data())),
            given.block());
    var hash = Fingerprint.of(Arrays.asList(emission.event(), emission.data()));
    if (replayed(step, EffectKind.EMIT, hash) == null) {
      fresh(course, step, EffectKind.EMIT);
      host.journal()
          .recordEmit(new Journal.Entry(step, EffectKind.EMIT, hash, null, null), emission);
    }
  }

  /** A value that time or chance decides, and that a replay finds as it was. */
  @Nullable Object decision(Course course, String step, Supplier<@Nullable Object> choice) {
    var entry = decided(step);
    if (entry != null) {
      return entry.value();
    }
    fresh(course, step, EffectKind.DECISION);
    return decide(step, choice.get());
  }

  /** A decision that was made before. */
  Journal.@Nullable Entry decided(String step) {
    return replay.resumed() ? replayed(step, EffectKind.DECISION, "") : null;
  }

  @Nullable Object decide(String step, @Nullable Object value) {
    reached.add(step);
    host.journal().note(new Journal.Entry(step, EffectKind.DECISION, "", value, null));
    return value;
  }

  /** The answer of a called Core; null as long as there is none. */
  Journal.@Nullable Entry answered(String call) {
    var step = call + CoreCalls.RESULT;
    var entry = host.journal().find(step);
    return entry == null ? null : come(entry);
  }

  private Journal.Entry come(Journal.Entry entry) {
    reached.add(entry.step());
    return WellFormed.entry(entry);
  }

  /** Looks whether a part of the run was left where it now finds an answer. */
  void beforeAnswer(Course course, String place) {
    if (course.isBounded()) {
      course.check(place, null);
    }
  }

  /** The steps that this run came to so far and that are of the blocks below a path. */
  List<String> below(String path, Frame frame) {
    return reached.tailSet(path).stream()
        .takeWhile(step -> step.startsWith(path))
        // Who went on from a stop does not stop there again.
        .filter(step -> !step.endsWith(Debugger.PASSED))
        .filter(frame::isAround)
        .toList();
  }

  /** Takes back open questions. */
  void withdraw(Collection<String> steps) {
    if (!steps.isEmpty()) {
      host.checkpoints().withdraw(steps);
      host.queues().withdraw(steps);
    }
  }

  /** Fingerprints of an earlier version were longer, and say nothing to this one. */
  private static boolean isOf(String recorded, String hash) {
    return recorded.equals(hash) || recorded.length() == HASH_LENGTH_BEFORE;
  }

  /** The entry of a step, checked to be of the same effect. */
  Journal.@Nullable Entry replayed(String step, EffectKind kind, String hash) {
    var entry = host.journal().find(step);
    if (entry != null && (entry.kind() != kind || !isOf(entry.argumentHash(), hash))) {
      throw new BlockFailed(
          Failure.DIVERGED,
          "the journal has a "
              + entry.kind().word()
              + " at "
              + step
              + " that this run does not repeat; the program is not deterministic there");
    }
    return entry == null ? null : come(entry);
  }

  static @Nullable Object result(Journal.Entry entry) {
    var failure = entry.failure();
    if (failure == null) {
      return entry.value();
    }
    if (entry.kind() == EffectKind.CHECKPOINT && failure.code().equals(Failure.CANCELLED)) {
      throw new Interruption(new Outcome.Cancelled());
    }
    throw new BlockFailed(failure, List.of(entry.step()));
  }
}
