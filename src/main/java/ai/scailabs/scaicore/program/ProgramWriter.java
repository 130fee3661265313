package ai.scailabs.scaicore.program;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a program as a source map, from which {@link ProgramReader} reads an equal program. What
 * the model leaves out is left out.
 */
public final class ProgramWriter {

  private ProgramWriter() {}

  /** The source of a program. */
  public static Map<String, @Nullable Object> write(Program program) {
    return new SourceMap()
        .put("schema_version", program.schemaVersion())
        .put("name", program.name())
        .put("version", program.version())
        .put("description", program.description())
        .put("identity", identity(program.identity()))
        .putSome("models", program.models(), ProgramWriter::model)
        .putSome("plugins", program.plugins(), ProgramWriter::plugin)
        .put("instance", instance(program.instance()))
        .putSome("memory", program.memory(), ProgramWriter::memory)
        .putSome("reference", program.reference(), ProgramWriter::reference)
        .putSome("config", program.config(), ProgramWriter::config)
        .put("constraints", constraints(program.constraints()))
        .put("types", types(program))
        .putSome("flows", program.flows(), ProgramWriter::flow)
        .putSome("triggers", program.triggers(), ProgramWriter::trigger)
        .put("avatar", avatar(program.avatar()))
        .putSome(Program.SKILLS, program.skills(), ProgramWriter::skill)
        .put("scaiqueue", queues(program.queueScope()))
        .asMap();
  }

  private static @Nullable Object identity(Program.@Nullable Identity identity) {
    return identity == null
        ? null
        : new SourceMap()
            .put("name", identity.name())
            .put("persona", identity.persona())
            .put("personality", identity.personality())
            .put("languages", identity.languages())
            .asMap();
  }

  private static SourceMap model(Program.Model model) {
    return new SourceMap()
        .put("role", model.role())
        .put("provider", model.provider())
        .put("model", model.model())
        .put("temperature", model.temperature())
        .put("modalities", model.modalities())
        .put("system_context", model.systemContext())
        .putSome(
            "fallback",
            model.fallback(),
            each -> new SourceMap().put("provider", each.provider()).put("model", each.model()));
  }

  private static SourceMap plugin(Program.Plugin plugin) {
    return new SourceMap()
        .put("alias", plugin.alias())
        .put("endpoint", plugin.endpoint())
        .putMap("config", plugin.config())
        .putSome(
            "methods",
            plugin.methods(),
            method ->
                new SourceMap()
                    .put("name", method.name())
                    .put("description", method.description())
                    .put("input_schema", method.inputSchema()));
  }

  private static @Nullable Object instance(Program.@Nullable Instance instance) {
    return instance == null
        ? null
        : new SourceMap()
            .put("mode", instance.mode())
            .put("entity_key", instance.entityKey())
            .put("idle_timeout", instance.idleTimeout())
            .put("max_concurrent", instance.maxConcurrent())
            .put("max_active_instances", instance.maxActiveInstances())
            .put("overflow", instance.overflow())
            .asMap();
  }

  private static SourceMap memory(Program.Memory memory) {
    return new SourceMap()
        .put("name", memory.name())
        .put("type", memory.type())
        .putEven("default", memory.initial());
  }

  private static SourceMap reference(Program.Reference reference) {
    return new SourceMap()
        .put("name", reference.name())
        .put("type", reference.type())
        .putEven("value", reference.value());
  }

  private static SourceMap config(Program.Config config) {
    return new SourceMap()
        .put("name", config.name())
        .put("type", config.type())
        .putEven("default", config.initial())
        .put("secret", config.secret())
        .put("runtime_configurable", config.runtimeConfigurable());
  }

  static @Nullable Object constraints(Constraints constraints) {
    return constraints.equals(Constraints.NONE)
        ? null
        : new SourceMap()
            .put("never", constraints.never())
            .put("always", constraints.always())
            .put("prefer", constraints.prefer())
            .put("inherit", constraints.inherit() ? null : (Object) false)
            .asMap();
  }

  private static @Nullable Object types(Program program) {
    if (program.types().isEmpty()) {
      return null;
    }
    var types = new LinkedHashMap<String, @Nullable Object>();
    program.types().forEach((name, type) -> types.put(name, type.text()));
    return types;
  }

  private static SourceMap flow(Program.Flow flow) {
    return new SourceMap()
        .put("name", flow.name())
        .put("description", flow.description())
        .putSome("params", flow.params(), ProgramWriter::param)
        .put("output_type", flow.outputType())
        .putAll("body", flow.body(), BlockWriter::write);
  }

  private static SourceMap param(Program.Param param) {
    var source = new SourceMap().put("name", param.name()).put("type", param.type());
    return param.required() ? source : source.putEven("default", param.initial());
  }

  private static SourceMap trigger(Program.Trigger trigger) {
    return new SourceMap()
        .put("kind", trigger.kind())
        .put("name", trigger.name())
        .put("target_flow", trigger.targetFlow())
        .put("method", trigger.method())
        .put("path", trigger.path())
        .put("cron", trigger.cron())
        .put("timezone", trigger.timezone())
        .put("event_type", trigger.eventType());
  }

  private static SourceMap skill(Program.Skill skill) {
    return new SourceMap()
        .put("slug", skill.slug())
        .put("version", skill.version())
        .put("preamble", skill.preamble());
  }

  private static @Nullable Object queues(@Nullable String scope) {
    return scope == null ? null : new SourceMap().put("scope", scope).asMap();
  }

  private static @Nullable Object avatar(Program.@Nullable Avatar avatar) {
    return avatar == null
        ? null
        : new SourceMap()
            .put("content_type", avatar.contentType())
            .put("data_b64", avatar.dataB64())
            .asMap();
  }
}
