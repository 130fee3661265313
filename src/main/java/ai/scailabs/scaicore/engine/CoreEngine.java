package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.Shown;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.expression.SecretHandle;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A verified program, ready to run, of one Core. Safe for use by many runs at once. Halting it
 * makes every run of it stop before its next block or effect.
 */
public final class CoreEngine {

  private final String programHash;
  private final Program program;
  private final Prompts prompts;
  private volatile boolean halted;

  public CoreEngine(String programHash, Program program) {
    this.programHash = programHash;
    this.program = program;
    this.prompts = new Prompts(program);
  }

  public String programHash() {
    return programHash;
  }

  public Program program() {
    return program;
  }

  /** Makes its runs stop before their next block or effect. */
  public void halt() {
    halted = true;
  }

  public boolean halted() {
    return halted;
  }

  /**
   * Runs a flow from its start, or from the last cut, answering from the journal what an earlier
   * run has done.
   */
  public Outcome run(Invocation invocation, HostEnvironment host) {
    return run(invocation, host, System::nanoTime);
  }

  /**
   * @param nanos measures for how long a replay takes, as {@link System#nanoTime}
   */
  Outcome run(Invocation invocation, HostEnvironment host, LongSupplier nanos) {
    return run(invocation, host, nanos, null);
  }

  /**
   * Walks as far as an execution has come, and says where its branches are.
   *
   * @param host whose journal has what the execution has done, and which does nothing itself
   * @param expression to be evaluated at each place; null for none
   */
  public Looked look(Invocation invocation, HostEnvironment host, @Nullable Expression expression) {
    var rests = new Rests(expression);
    return rests.of(run(invocation, host, System::nanoTime, rests));
  }

  private Outcome run(
      Invocation invocation, HostEnvironment host, LongSupplier nanos, @Nullable Rests rests) {
    try {
      var flow =
          program
              .flow(invocation.flow())
              .orElseThrow(() -> new BlockFailed("UNKNOWN_NAME", "no flow " + invocation.flow()));
      var replay = new Replay(host.journal(), nanos);
      var step =
          new Walk(invocation, flow, new Effects(host, invocation.keyPrefix(), replay), rests)
              .all();
      return new Outcome.Completed(
          Allowance.fitting("the output of flow " + flow.name(), Values.plain(step.value())));
    } catch (BlockFailed e) {
      return new Outcome.Failed(e.failure(), e.redo());
    } catch (Interruption e) {
      return e.outcome();
    } catch (EvaluationFailed e) {
      return new Outcome.Failed(new Failure(e.code(), String.valueOf(e.getMessage())));
    }
  }

  /** One walk through a flow. */
  private final class Walk {

    private final Program.Flow flow;
    private final Effects effects;
    private final Budgets budgets;
    private final Cuts cuts;
    private final Budget whole;
    private final Frame frame;
    private final int first;
    private final @Nullable Rests rests;

    Walk(Invocation invocation, Program.Flow flow, Effects effects, @Nullable Rests rests) {
      this.rests = rests;
      var path = "flows" + Shown.segment(flow.name());
      var limits = invocation.limits();
      this.flow = flow;
      this.effects = effects;
      this.budgets = new Budgets(effects);
      this.cuts = new Cuts(effects, path);
      this.whole =
          new Budget(
              effects,
              null,
              path + Budgets.EXCEEDED,
              new Budget.Bounds(limits.deadline(), limits.modelCalls(), limits.tokens()),
              step -> true);
      var start = cuts.last();
      if (start != null) {
        whole.spend(start.calls(), start.tokens());
      }
      this.first = start == null ? 0 : start.block();
      var own = start == null ? Inputs.variables(flow, input(invocation)) : start.variables();
      var memories = program.memory().isEmpty() ? null : new Memories(effects, program, prompts);
      this.frame =
          new Frame(
              new Variables(fixed(invocation), own, memories, effects.allowance()), "", whole);
    }

    Step all() {
      var interpreter = new Interpreter(effects, budgets, prompts, program, rests);
      return budgets.within(whole, frame, inner -> blocks(interpreter, inner), null);
    }

    private Step blocks(Interpreter interpreter, Frame inner) {
      var blocks = flow.body();
      var last = Step.NOTHING;
      for (int i = first; i < blocks.size(); i++) {
        last = interpreter.block(blocks.get(i), inner);
        if (!last.goesOn()) {
          return last;
        }
        if (i + 1 < blocks.size()) {
          cuts.after(i, inner.variables(), whole);
        }
      }
      return last;
    }
  }

  private static Map<String, @Nullable Object> input(Invocation invocation) {
    return WellFormed.members(invocation.input());
  }

  private Map<String, @Nullable Object> fixed(Invocation invocation) {
    var fixed = new LinkedHashMap<String, @Nullable Object>();
    fixed.put("input", input(invocation));
    fixed.put("trigger", WellFormed.members(invocation.trigger()));
    fixed.put("config", config(WellFormed.members(invocation.environment())));
    var reference = new LinkedHashMap<String, @Nullable Object>();
    program.reference().forEach(r -> reference.put(r.name(), r.value()));
    fixed.put("reference", reference);
    var identity = program.identity();
    var who = new LinkedHashMap<String, @Nullable Object>();
    if (identity != null) {
      who.put("name", identity.name());
      who.put("persona", identity.persona());
      who.put("personality", identity.personality());
      who.put("languages", identity.languages());
    }
    fixed.put("identity", who);
    return fixed;
  }

  /** The program's config, filled from the environment; a secret stays closed. */
  private Map<String, @Nullable Object> config(Map<String, @Nullable Object> environment) {
    var config = new LinkedHashMap<String, @Nullable Object>();
    for (var entry : program.config()) {
      var given = environment.get(entry.name());
      boolean secret = entry.secret() || Secrets.isMasked(given);
      config.put(
          entry.name(),
          secret
              ? new SecretHandle(entry.name())
              : environment.containsKey(entry.name()) ? given : entry.initial());
    }
    return config;
  }
}
