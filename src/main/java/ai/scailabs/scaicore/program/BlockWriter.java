package ai.scailabs.scaicore.program;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes blocks. */
final class BlockWriter {

  private BlockWriter() {}

  static SourceMap write(Block block) {
    var source = SourceMap.kind(block.kind().word());
    switch (block) {
      case Block.Rigid b -> source.putAll("statements", b.statements(), StatementWriter::write);
      case Block.Flexible b -> PromptingWriter.write(source, b.prompting());
      case Block.Guarded b -> {
        PromptingWriter.write(source, b.prompting());
        source
            .put("guard", b.guard())
            .put("validate", StatementWriter.sources(b.validate()))
            .putSome("on_validation_failure", b.onValidationFailure(), BlockWriter::write);
      }
      case Block.Parallel b ->
          source
              .putAll("branches", b.branches(), BlockWriter::branch)
              .put("max_concurrent", b.maxConcurrent())
              .put("fail_fast", b.failFast());
      case Block.Foreach b ->
          source
              .put("variable", b.variable())
              .put("iterable", b.iterable())
              .putAll("body", b.body(), BlockWriter::write)
              .put("max_concurrent", b.maxConcurrent());
      case Block.Match b -> {
        source.put("subject", b.subject()).putAll("arms", b.arms(), BlockWriter::arm);
        putBody(source, "default", b.otherwise());
      }
      case Block.While b ->
          source
              .put("condition", b.condition())
              .put("max_iterations", b.maxIterations())
              .putAll("body", b.body(), BlockWriter::write);
      case Block.Checkpoint b -> checkpoint(source, b);
      case Block.CoreCall b -> coreCall(source, b);
      case Block.AwaitResponses b ->
          source.put("handles", b.handles()).put("mode", b.mode()).put("timeout", b.timeout());
      case Block.Try b ->
          source
              .putAll("body", b.body(), BlockWriter::write)
              .putSome("catch", b.handlers(), BlockWriter::handler)
              .putSome("finally", b.last(), BlockWriter::write);
      case Block.Budget b -> budget(source, b);
      case Block.Debug b ->
          source
              .put("message", b.message())
              .put("level", b.level())
              .put("breakpoint", b.breakpoint());
      case Block.ModelCall b ->
          source
              .put("modality", b.modality())
              .put("llm_role", b.llmRole())
              .put("input_bindings", b.inputBindings())
              .put("output_type", b.outputType());
      case Block.Unknown b -> source.put("kind", b.name());
    }
    return common(source, block.common());
  }

  private static SourceMap common(SourceMap source, Block.Common common) {
    source.put("result_binding", common.resultBinding());
    var location = common.sourceLocation();
    return location == null
        ? source
        : source.put(
            "source_location",
            new SourceMap()
                .put("file", location.file())
                .put("line", location.line())
                .put("node_id", location.nodeId())
                .asMap());
  }

  private static void checkpoint(SourceMap source, Block.Checkpoint b) {
    source.put("checkpoint_type", b.checkpointType());
    if (b.payload() == null) {
      source.put("prompt", b.prompt());
    } else {
      source.put(
          "present", new SourceMap().put("prompt", b.prompt()).put("payload", b.payload()).asMap());
    }
    source
        .put("options", b.options())
        .put("assignee", b.assignee())
        .put("priority", b.priority())
        .put("timeout", b.timeout())
        .put("on_timeout", b.onTimeout())
        .put("escalation_target", b.escalationTarget())
        .put("reminder_interval", b.reminderInterval())
        .put("context", b.context())
        .put("response_schema", b.responseSchema())
        .put("hitl_target", hitlTarget(b.hitlTarget()))
        .putSome("on_response", b.onResponse(), BlockWriter::arm);
  }

  private static @Nullable Object hitlTarget(Block.@Nullable HitlTarget target) {
    return target == null
        ? null
        : new SourceMap()
            .put("scope", target.scope())
            .put("queue", target.queue())
            .putMap("hitl_spec", target.hitlSpec())
            .asMap();
  }

  private static void coreCall(SourceMap source, Block.CoreCall b) {
    source
        .put("target", b.target())
        .put("flow_name", b.flowName())
        .put("input_bindings", b.inputBindings())
        .put("instance_key", b.instanceKey())
        .put("version", b.version())
        .put("timeout", b.timeout())
        .put("is_async", b.async());
  }

  private static void budget(SourceMap source, Block.Budget b) {
    source
        .put("max_duration", b.maxDuration())
        .put("max_llm_calls", b.maxLlmCalls())
        .put("max_tokens", b.maxTokens())
        .putAll("body", b.body(), BlockWriter::write);
    putBody(source, "on_exceeded", b.onExceeded());
  }

  private static SourceMap branch(Block.Branch branch) {
    return new SourceMap()
        .put("name", branch.name())
        .putAll("body", branch.body(), BlockWriter::write);
  }

  private static SourceMap handler(Block.Catch handler) {
    return new SourceMap()
        .put("error", handler.error())
        .put("binding", handler.binding())
        .putAll("body", handler.body(), BlockWriter::write);
  }

  private static SourceMap arm(Block.Arm arm) {
    return new SourceMap()
        .putEven("pattern", StatementWriter.pattern(arm.pattern()))
        .put("when", arm.when())
        .putAll("body", arm.body(), BlockWriter::write);
  }

  private static void putBody(SourceMap source, String key, @Nullable List<Block> body) {
    if (body != null) {
      source.putAll(key, body, BlockWriter::write);
    }
  }
}
