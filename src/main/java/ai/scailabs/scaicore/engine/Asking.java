package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.engine.ModelProvider.Turn;
import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.Prompting;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks a model on behalf of one run of a block, and lets it use its tools until it answers. */
final class Asking {

  private static final int NONE = -1;

  private final Effects effects;
  private final Prompts prompts;
  private final Frame frame;
  private final Steps steps;
  private final Program.@Nullable Model model;
  private final @Nullable AnswerShape shape;
  private final Map<String, @Nullable Object> bindings;
  private final String system;
  private final List<Turn> turns;
  private final Toolbox tools;
  private int before = NONE;

  /** With a goal, what surrounds it, and tools. */
  Asking(
      Effects effects,
      Prompts prompts,
      PluginCalls plugins,
      Block.Common common,
      Prompting prompting,
      Frame frame) {
    this.effects = effects;
    this.prompts = prompts;
    this.frame = frame;
    this.steps = new Steps(common.path(), frame);
    this.model = prompts.model(prompting.llmRole());
    this.shape = prompts.shape(prompting.outputType());
    this.bindings = prompts.bindings(prompting, frame.variables());
    var scope = frame.variables().with(bindings);
    this.system = prompts.system(prompting, model, scope, shape == null ? null : shape.schema());
    this.turns = new ArrayList<>(prompts.turns(prompting, scope, bindings));
    this.tools = new Toolbox(plugins, frame, steps, prompting.tools());
  }

  /** With turns alone. */
  Asking(
      Effects effects,
      Prompts prompts,
      PluginCalls plugins,
      Block.ModelCall block,
      Map<String, @Nullable Object> bindings,
      List<Turn> turns,
      Frame frame) {
    this.effects = effects;
    this.prompts = prompts;
    this.frame = frame;
    this.steps = new Steps(block.common().path(), frame);
    this.model = prompts.model(block.llmRole(), "text");
    this.shape = prompts.shape(block.outputType());
    this.bindings = bindings;
    this.system =
        shape == null ? "" : "Answer with JSON only, by this schema: " + Json.text(shape.schema());
    this.turns = new ArrayList<>(turns);
    this.tools = new Toolbox(plugins, frame, steps, List.of());
  }

  /** The form that the answer has to have. */
  @Nullable AnswerShape shape() {
    return shape;
  }

  /** The step of the block's next effect. */
  String nextStep() {
    return steps.next();
  }

  /**
   * The steps of this run of the block from the first at which the model was asked, with what came
   * of the answers: a retry of the execution asks again, and another answer may lead elsewhere.
   */
  List<String> asked() {
    return before == NONE ? List.of() : steps.after(before);
  }

  /** Asks for another answer, saying what was wrong with this one. */
  Answered again(Answered before, String correction) {
    turns.add(new Turn("assistant", before.text()));
    turns.add(new Turn("user", correction));
    return answer();
  }

  /** What the model answers in the end. */
  Answered answer() {
    while (true) {
      var recorded = next();
      var text = Values.text(recorded.get("text"));
      if (Boolean.TRUE.equals(recorded.get("refused"))) {
        return new Answered(null, text, new Failure(Failure.REFUSAL, "the model refused: " + text));
      }
      var calls = calls(recorded.get("calls"));
      if (calls.isEmpty()) {
        return read(text);
      }
      turns.add(new Turn("assistant", text, calls, null));
      for (var call : calls) {
        if (tools.isUsedUp()) {
          throw new BlockFailed(
              new Failure(
                  Failure.LIMIT,
                  "the model wants more than 16 tool calls before it answers; ask for less at"
                      + " once"),
              asked());
        }
        turns.add(new Turn("tool", Json.text(tools.call(call)), List.of(), call.id()));
      }
    }
  }

  private Answered read(String text) {
    if (shape == null) {
      return new Answered(text, text, null);
    }
    try {
      return new Answered(shape.read(text), text, null);
    } catch (BlockFailed e) {
      return new Answered(null, text, e.failure());
    }
  }

  private Map<?, ?> next() {
    var offered = tools.offered();
    if (before == NONE) {
      before = steps.count();
    }
    var step = steps.next();
    var arguments = new LinkedHashMap<String, @Nullable Object>();
    arguments.put("system", system);
    arguments.put("turns", turns.stream().map(Asking::said).toList());
    return (Map<?, ?>)
        Objects.requireNonNull(
            effects.outside(
                frame.course(), step, EffectKind.MODEL_CALL, arguments, () -> ask(step, offered)));
  }

  private static List<@Nullable Object> said(Turn turn) {
    return Arrays.asList(
        turn.role(), turn.content(), turn.calls().stream().map(Asking::written).toList());
  }

  private static Map<String, @Nullable Object> written(ModelProvider.ToolCall call) {
    var written = new LinkedHashMap<String, @Nullable Object>();
    written.put("id", call.id());
    written.put("name", call.name());
    written.put("args", call.args());
    return written;
  }

  private Map<String, @Nullable Object> ask(String step, List<ModelProvider.Tool> offered) {
    var answer =
        effects
            .host()
            .models()
            .ask(
                new ModelProvider.Question(
                    prompts.candidates(model),
                    model == null ? null : model.temperature(),
                    system,
                    List.copyOf(turns),
                    bindings,
                    shape == null ? null : shape.schema(),
                    offered,
                    effects.idempotencyKey(step)));
    var recorded = new LinkedHashMap<String, @Nullable Object>();
    recorded.put("text", answer.text());
    recorded.put("refused", answer.refused());
    if (!answer.calls().isEmpty()) {
      recorded.put("calls", answer.calls().stream().map(Asking::written).toList());
    }
    recorded.put("prompt_tokens", answer.promptTokens());
    recorded.put("completion_tokens", answer.completionTokens());
    return recorded;
  }

  private static List<ModelProvider.ToolCall> calls(@Nullable Object recorded) {
    var calls = new ArrayList<ModelProvider.ToolCall>();
    if (recorded instanceof List<?> list) {
      for (var item : list) {
        var call = (Map<?, ?>) Objects.requireNonNull(item);
        var args = new LinkedHashMap<String, @Nullable Object>();
        if (call.get("args") instanceof Map<?, ?> given) {
          given.forEach((key, value) -> args.put(String.valueOf(key), value));
        }
        calls.add(
            new ModelProvider.ToolCall(
                Values.text(call.get("id")), Values.text(call.get("name")), args));
      }
    }
    return calls;
  }
}
