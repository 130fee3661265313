package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the journal of a long flow short: now and then, when a block of the flow itself has ended,
 * the variables are recorded, and a replay starts there. A state that cannot be written down whole,
 * because there is a secret in it, is not recorded.
 */
final class Cuts {

  /** So many entries are worth a cut. */
  static final int AFTER = 32;

  private final Effects effects;
  private final String prefix;
  private long base;

  /**
   * @param flow the path of the flow
   */
  Cuts(Effects effects, String flow) {
    this.effects = effects;
    this.prefix = flow + "!cut.";
  }

  /**
   * Where a run begins.
   *
   * @param block index of the first block to run
   * @param variables the variables of the flow then
   */
  record Start(int block, Map<String, @Nullable Object> variables, long calls, long tokens) {}

  /** Where the last cut was made; null without one. */
  @Nullable Start last() {
    var entry = effects.host().journal().lastCut();
    if (entry == null) {
      return null;
    }
    if (!entry.step().startsWith(prefix)
        || !(entry.value() instanceof Map<?, ?> cut)
        || !(cut.get("next") instanceof Number next)
        || !(StoredState.read(cut.get("variables")) instanceof Map<?, ?> stored)) {
      throw new BlockFailed(
          Failure.DIVERGED, "the journal's cut at " + entry.step() + " is not one of this flow");
    }
    var variables = new LinkedHashMap<String, @Nullable Object>();
    stored.forEach((name, value) -> variables.put(String.valueOf(name), Values.normalise(value)));
    base = number(cut.get("entries"));
    return new Start(
        next.intValue(), variables, number(cut.get("calls")), number(cut.get("tokens")));
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  /** Makes a cut after a block, where it is worth it. */
  void after(int block, Variables variables, Budget whole) {
    var journal = effects.host().journal();
    if (journal.size() - base < AFTER
        || journal.size() >= Allowance.MOST_ENTRIES
        || effects.replay().underWay()) {
      return;
    }
    var cut = cut(block, variables, whole);
    if (cut != null) {
      journal.note(new Journal.Entry(prefix + block, EffectKind.CUT, "", cut, null));
      base = journal.size();
    }
  }

  /** What is recorded; null where that would not be read back as it is. */
  private @Nullable Object cut(int block, Variables variables, Budget whole) {
    try {
      var state = StoredState.of(variables.own());
      if (state == null || Values.weight(state) > Allowance.MOST_WEIGHT || !WellFormed.is(state)) {
        return null;
      }
      var spent = whole.spent();
      var cut = new LinkedHashMap<String, @Nullable Object>();
      cut.put("next", block + 1L);
      cut.put("entries", effects.host().journal().size() + 1L);
      cut.put("calls", spent.getFirst());
      cut.put("tokens", spent.getLast());
      cut.put("variables", state);
      return Values.normalise(cut);
    } catch (EvaluationFailed tooDeep) {
      return null;
    }
  }
}
