package ai.scailabs.scaicore.program;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Writes what flexible and guarded blocks ask of a model. */
final class PromptingWriter {

  private PromptingWriter() {}

  static void write(SourceMap source, Prompting prompting) {
    source
        .put("goal", prompting.goal())
        .put("output_type", prompting.outputType())
        .put("llm_role", prompting.llmRole())
        .put("input_bindings", prompting.inputBindings())
        .put("context_bindings", prompting.contextBindings())
        .put("guidance", prompting.guidance())
        .put("identity_ref", prompting.identityRef())
        .put("constraints", ProgramWriter.constraints(prompting.constraints()))
        .putSome(
            "examples",
            prompting.examples(),
            each -> new SourceMap().put("input", each.input()).put("output", each.output()))
        .put("tools", prompting.tools())
        .put("on_failure", onFailure(prompting))
        .put("budget", prompting.budget());
  }

  private static @Nullable Object onFailure(Prompting prompting) {
    if (prompting.onFailure().isEmpty()) {
      return null;
    }
    var actions = new LinkedHashMap<String, @Nullable Object>();
    prompting
        .onFailure()
        .forEach((failure, list) -> actions.put(failure, FailureActions.text(list)));
    return actions;
  }
}
