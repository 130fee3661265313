package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.engine.ModelProvider.Turn;
import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Prompting;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.expression.Scope;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs blocks that ask a model. */
final class ModelBlocks {

  private final Effects effects;
  private final Prompts prompts;
  private final PluginCalls plugins;
  private final Answers answers;
  private final Bodies bodies;

  ModelBlocks(
      Effects effects, Prompts prompts, PluginCalls plugins, Answers answers, Bodies bodies) {
    this.effects = effects;
    this.prompts = prompts;
    this.plugins = plugins;
    this.answers = answers;
    this.bodies = bodies;
  }

  @Nullable Object flexible(Block.Flexible block, Frame frame) {
    var asking = asking(block.common(), block.prompting(), frame);
    return answers.used(block.common(), block.prompting(), asking, frame);
  }

  /** A flexible block behind a guard; its answer is what the expressions over it hold of. */
  Step guarded(Block.Guarded block, Frame frame) {
    if (block.guard() != null && !Matching.truth(block.guard().evaluate(frame.variables()))) {
      throw new BlockFailed(Failure.GUARD, "the guard does not hold: " + block.guard().source());
    }
    var asking = asking(block.common(), block.prompting(), frame);
    var answer = answers.used(block.common(), block.prompting(), asking, frame);
    var seen = new LinkedHashMap<String, @Nullable Object>();
    seen.put("output", answer);
    seen.put("result", answer);
    var scope = frame.variables().with(seen);
    for (var rule : block.validate()) {
      if (!holds(rule, scope, asking)) {
        if (!block.onValidationFailure().isEmpty()) {
          return bodies.run(block.onValidationFailure(), frame);
        }
        throw new BlockFailed(
            new Failure(Failure.VIOLATION, "the answer is not valid: " + rule.source()),
            asking.asked());
      }
    }
    return Step.on(answer);
  }

  private static boolean holds(Expression rule, Scope scope, Asking asking) {
    try {
      return Matching.truth(rule.evaluate(scope));
    } catch (EvaluationFailed e) {
      var failure = new Failure(e.code(), String.valueOf(e.getMessage()));
      throw new BlockFailed(failure, asking.asked());
    } catch (BlockFailed e) {
      throw new BlockFailed(e.failure(), asking.asked());
    }
  }

  private Asking asking(Block.Common common, Prompting prompting, Frame frame) {
    return new Asking(effects, prompts, plugins, common, prompting, frame);
  }

  /** A plain call: a text for {@code prompt}, {@code text} or {@code messages}; or a product. */
  @Nullable Object call(Block.ModelCall block, Frame frame) {
    var bindings = new LinkedHashMap<String, @Nullable Object>();
    Prompts.add(bindings, block.inputBindings(), frame.variables());
    return block.modality().equals("text")
        ? text(block, bindings, frame)
        : made(block, bindings, frame);
  }

  private @Nullable Object text(
      Block.ModelCall block, Map<String, @Nullable Object> bindings, Frame frame) {
    var asking = new Asking(effects, prompts, plugins, block, bindings, turns(bindings), frame);
    var answer = asking.answer();
    if (answer.problem() != null) {
      throw new BlockFailed(answer.problem(), asking.asked());
    }
    return answer.value();
  }

  private static List<Turn> turns(Map<String, @Nullable Object> bindings) {
    var turns = new ArrayList<Turn>();
    if (bindings.get("messages") instanceof List<?> messages) {
      for (var message : messages) {
        turns.add(
            message instanceof Map<?, ?> said && said.get("content") != null
                ? new Turn(
                    said.get("role") == null ? "user" : Values.text(said.get("role")),
                    Values.text(said.get("content")))
                : new Turn("user", Values.text(message)));
      }
    }
    for (var name : List.of("prompt", "text", "input")) {
      if (bindings.get(name) != null) {
        turns.add(new Turn("user", Values.text(bindings.get(name))));
        break;
      }
    }
    if (turns.isEmpty()) {
      throw new BlockFailed(
          Failure.MISMATCH, "a model_call needs a prompt, a text or messages in input_bindings");
    }
    return turns;
  }

  private @Nullable Object made(
      Block.ModelCall block, Map<String, @Nullable Object> bindings, Frame frame) {
    var step = new Steps(block.common().path(), frame).next();
    var recorded =
        effects.outside(
            frame.course(),
            step,
            EffectKind.MODEL_CALL,
            List.of(block.modality(), bindings),
            () -> product(block, bindings, step));
    return recorded instanceof Map<?, ?> members ? members.get("value") : null;
  }

  private Map<String, @Nullable Object> product(
      Block.ModelCall block, Map<String, @Nullable Object> bindings, String step) {
    var product =
        effects
            .host()
            .models()
            .make(
                new ModelProvider.Order(
                    block.modality(),
                    prompts.candidates(prompts.model(block.llmRole(), block.modality())),
                    bindings,
                    effects.idempotencyKey(step)));
    var recorded = new LinkedHashMap<String, @Nullable Object>();
    recorded.put("value", product.value());
    recorded.put("prompt_tokens", product.promptTokens());
    recorded.put("completion_tokens", product.completionTokens());
    return recorded;
  }
}
