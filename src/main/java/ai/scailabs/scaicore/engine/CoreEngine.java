package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.expression.SecretHandle;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /** Runs a flow from its start, answering from the journal what an earlier run has done. */
  public Outcome run(Invocation invocation, HostEnvironment host) {
    try {
      var flow =
          program
              .flow(invocation.flow())
              .orElseThrow(() -> new BlockFailed("UNKNOWN_NAME", "no flow " + invocation.flow()));
      var effects = new Effects(host, invocation.keyPrefix());
      var variables = new Variables(fixed(invocation), Inputs.variables(flow, invocation.input()));
      var step =
          new Interpreter(host, effects, prompts).body(flow.body(), new Frame(variables, ""));
      return new Outcome.Completed(Values.plain(step.value()));
    } catch (BlockFailed e) {
      return new Outcome.Failed(e.failure(), e.redo());
    } catch (Interruption e) {
      return e.outcome();
    } catch (ai.scailabs.scaicore.program.expression.EvaluationFailed e) {
      return new Outcome.Failed(new Failure(e.code(), String.valueOf(e.getMessage())));
    }
  }

  private Map<String, @Nullable Object> fixed(Invocation invocation) {
    var fixed = new LinkedHashMap<String, @Nullable Object>();
    fixed.put("input", invocation.input());
    fixed.put("trigger", invocation.trigger());
    fixed.put("config", config(invocation.environment()));
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
