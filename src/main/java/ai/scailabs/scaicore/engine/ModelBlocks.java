package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.Prompting;
import ai.scailabs.scaicore.program.Prompting.FailureAction;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs blocks that ask a model, and what is to be done about an answer that cannot be used. */
final class ModelBlocks {

  private final HostEnvironment host;
  private final Effects effects;
  private final Prompts prompts;
  private final CheckpointBlocks checkpoints;

  ModelBlocks(
      HostEnvironment host, Effects effects, Prompts prompts, CheckpointBlocks checkpoints) {
    this.host = host;
    this.effects = effects;
    this.prompts = prompts;
    this.checkpoints = checkpoints;
  }

  @Nullable Object run(Block.Flexible block, Frame frame) {
    return new Run(block.common(), block.prompting(), frame).value();
  }

  /** One run of one block. */
  private final class Run {

    private final Block.Common common;
    private final Prompting prompting;
    private final Steps steps;
    private final Program.@Nullable Model model;
    private final @Nullable AnswerShape shape;
    private final Map<String, @Nullable Object> bindings;
    private final String system;
    private final List<ModelProvider.Turn> turns;

    Run(Block.Common common, Prompting prompting, Frame frame) {
      this.common = common;
      this.prompting = prompting;
      this.steps = new Steps(common.path(), frame);
      this.model = prompts.model(prompting.llmRole());
      this.shape = prompts.shape(prompting);
      this.bindings = prompts.bindings(prompting, frame.variables());
      var scope = frame.variables().with(bindings);
      this.system = prompts.system(prompting, model, scope, shape == null ? null : shape.schema());
      this.turns = prompts.turns(prompting, scope, bindings);
    }

    @Nullable Object value() {
      var asked = new ArrayList<>(turns);
      var used = usable(asked);
      if (used.problem == null) {
        return used.value;
      }
      for (var action : actions(used.problem)) {
        switch (action) {
          case FailureAction.Retry(var max, var with) -> {
            for (int i = 0; i < max && used.problem != null; i++) {
              asked.add(new ModelProvider.Turn("assistant", used.text));
              asked.add(new ModelProvider.Turn("user", correction(with, used.problem)));
              used = usable(asked);
            }
            if (used.problem == null) {
              return used.value;
            }
          }
          case FailureAction.Escalate() -> {
            return escalated(used.problem);
          }
          case FailureAction.FlagAndCheckpoint() -> {
            return escalated(used.problem);
          }
          case FailureAction.Fail() -> throw new BlockFailed(used.problem);
          case FailureAction.Unknown(var text) -> throw new BlockFailed(used.problem);
        }
      }
      throw new BlockFailed(used.problem);
    }

    private List<FailureAction> actions(Failure problem) {
      var word = problem.code().equals(Failure.REFUSAL) ? "refusal" : "parse_error";
      return prompting.onFailure().getOrDefault(word, List.of());
    }

    private static String correction(@Nullable String with, Failure problem) {
      return with == null ? "That cannot be used: " + problem.message() : with;
    }

    /** Asks, and looks whether the answer can be used. */
    private Used usable(List<ModelProvider.Turn> asked) {
      var step = steps.next();
      var arguments = new LinkedHashMap<String, @Nullable Object>();
      arguments.put("system", system);
      arguments.put("turns", asked.stream().map(t -> List.of(t.role(), t.content())).toList());
      var answer = effects.outside(step, EffectKind.MODEL_CALL, arguments, () -> ask(step, asked));
      return used(answer);
    }

    private @Nullable Object ask(String step, List<ModelProvider.Turn> asked) {
      var answer =
          host.models()
              .ask(
                  new ModelProvider.Question(
                      prompts.candidates(model),
                      model == null ? null : model.temperature(),
                      system,
                      List.copyOf(asked),
                      bindings,
                      shape == null ? null : shape.schema(),
                      List.of(),
                      effects.idempotencyKey(step)));
      var recorded = new LinkedHashMap<String, @Nullable Object>();
      recorded.put("text", answer.text());
      recorded.put("refused", answer.refused());
      recorded.put("prompt_tokens", answer.promptTokens());
      recorded.put("completion_tokens", answer.completionTokens());
      return recorded;
    }

    private Used used(@Nullable Object recorded) {
      var members = (Map<?, ?>) java.util.Objects.requireNonNull(recorded);
      var text = Values.text(members.get("text"));
      if (Boolean.TRUE.equals(members.get("refused"))) {
        return new Used(null, text, new Failure(Failure.REFUSAL, "the model refused: " + text));
      }
      if (shape == null) {
        return new Used(text, text, null);
      }
      try {
        return new Used(shape.read(text), text, null);
      } catch (BlockFailed e) {
        return new Used(null, text, e.failure());
      }
    }

    /**
     * A person answers in the model's place: with {@code response_data}, or the decision's text.
     */
    private @Nullable Object escalated(Failure problem) {
      var answer =
          checkpoints.ask(
              CheckpointBlocks.about(
                  steps.next(),
                  common,
                  "A model's answer could not be used ("
                      + problem.message()
                      + "). Answer in its place.",
                  shape == null ? null : shape.schema()));
      return shape == null ? answer.text() : answer.get("response_data");
    }
  }

  /** An answer: its value, or why it cannot be used. */
  private record Used(@Nullable Object value, String text, @Nullable Failure problem) {}
}
