package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.Values;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a run may use. That it is used up is found before a block or an effect, and
 * recorded with the place, so that a replay leaves at the same place whatever the time is then.
 */
final class Budget extends Course {

  /** Bounds; null for none. */
  record Bounds(@Nullable Instant deadline, @Nullable Long calls, @Nullable Long tokens) {

    boolean any() {
      return deadline != null || calls != null || tokens != null;
    }
  }

  private final Effects effects;
  private final String step;
  private final Bounds bounds;
  private long calls;
  private long tokens;
  private final Map<String, Long> ahead;
  private volatile @Nullable Stop stop;

  private record Stop(String place, String reason) {}

  /**
   * @param step of the decision that it is exceeded
   * @param covers whether a step is within the part of the run
   */
  Budget(
      Effects effects,
      @Nullable Course outer,
      String step,
      Bounds bounds,
      Predicate<String> covers) {
    // A deadline may be passed while an execution waits that has nothing in its journal yet.
    super(
        outer,
        outer == null ? !effects.replay().resumed() && bounds.deadline == null : outer.advanced());
    this.effects = effects;
    this.step = step;
    this.bounds = bounds;
    this.stop = bounds.any() ? decided(effects.decided(step)) : null;
    this.ahead = bounds.calls == null && bounds.tokens == null ? Map.of() : ahead(covers);
    this.calls = ahead.size();
    this.tokens = ahead.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What an earlier run used: counted at once, since a branch may be ahead of one that repeats. */
  private Map<String, Long> ahead(Predicate<String> covers) {
    var used = new HashMap<String, Long>();
    for (var call : effects.host().journal().modelCalls()) {
      if (covers.test(call.step())) {
        used.put(call.step(), Effects.tokens(call));
      }
    }
    return used;
  }

  private static @Nullable Stop decided(Journal.@Nullable Entry entry) {
    return entry != null && entry.value() instanceof Map<?, ?> value
        ? new Stop(Values.text(value.get("place")), Values.text(value.get("reason")))
        : null;
  }

  @Override
  void heed(String place, @Nullable EffectKind fresh, boolean leaves) {
    if (!bounds.any()) {
      return;
    }
    var decided = stop;
    if (decided != null) {
      if (leaves) {
        throw new Leaving(null);
      }
    } else if (leaves) {
      decide(place, fresh);
    }
  }

  private void decide(String place, @Nullable EffectKind fresh) {
    synchronized (effects) {
      var reason = reason(fresh);
      if (reason == null) {
        return;
      }
      if (isLeftWithin()) {
        throw new Leaving(null);
      }
      stop = new Stop(place, reason);
      var value = new LinkedHashMap<String, @Nullable Object>();
      value.put("place", place);
      value.put("reason", reason);
      effects.decide(step, value);
      throw new Leaving(this);
    }
  }

  private @Nullable String reason(@Nullable EffectKind fresh) {
    boolean asks = fresh == EffectKind.MODEL_CALL;
    if (bounds.calls != null && asks && calls >= bounds.calls) {
      return "its " + bounds.calls + " model calls are used up";
    }
    if (bounds.tokens != null && (tokens > bounds.tokens || (asks && tokens >= bounds.tokens))) {
      return "its " + bounds.tokens + " tokens are used up";
    }
    if (bounds.deadline != null && !effects.host().now().isBefore(bounds.deadline)) {
      return "its time was over at " + bounds.deadline;
    }
    return null;
  }

  @Override
  void spend(long moreCalls, long moreTokens) {
    synchronized (effects) {
      calls += moreCalls;
      tokens += moreTokens;
    }
    super.spend(moreCalls, moreTokens);
  }

  @Override
  void repeats(String call, long used) {
    synchronized (effects) {
      if (ahead.isEmpty() || ahead.remove(call) == null) {
        calls++;
        tokens += used;
      }
    }
    super.repeats(call, used);
  }

  @Override
  boolean isBounded() {
    return bounds.any() || super.isBounded();
  }

  @Override
  boolean isLeftAt(String place) {
    var decided = stop;
    return decided != null && decided.place.equals(place);
  }

  @Override
  boolean isLeft() {
    return stop != null;
  }

  @Nullable Instant deadline() {
    return bounds.deadline;
  }

  /** Model calls and tokens so far. */
  List<Long> spent() {
    synchronized (effects) {
      return List.of(calls, tokens);
    }
  }

  /** Why the part of the run was left. */
  Failure failure() {
    var decided = stop;
    return new Failure(
        Failure.BUDGET, "the budget is exceeded: " + (decided == null ? "" : decided.reason));
  }

  String step() {
    return step;
  }
}
