package ai.scailabs.scaicore.program;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the sections of a module beside its flows, types and triggers. */
final class ModuleSections {

  private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_]{0,99}");

  private ModuleSections() {}

  static Program.@Nullable Identity identity(@Nullable SourceNode node) {
    return node == null
        ? null
        : new Program.Identity(
            node.text("name"),
            node.text("persona"),
            node.text("personality"),
            node.texts("languages"));
  }

  static List<Program.Model> models(SourceNode module) {
    return new NamedThings("role", "model")
        .of(module, "models").stream().map(ModuleSections::model).toList();
  }

  private static Program.Model model(SourceNode node) {
    var role = node.required("role");
    if (!role.isBlank() && !ROLE.matcher(role).matches()) {
      node.report("role", "must be lower-case letters, digits and _, beginning with a letter");
    }
    return new Program.Model(
        role,
        node.required("provider"),
        node.required("model"),
        node.number("temperature"),
        node.texts("modalities"),
        node.text("system_context"),
        node.nodes("fallback").stream()
            .map(each -> new Program.Fallback(each.required("provider"), each.required("model")))
            .toList());
  }

  static List<Program.Plugin> plugins(SourceNode module) {
    return new NamedThings("alias", "endpoint")
        .of(module, "plugins").stream().map(ModuleSections::plugin).toList();
  }

  private static Program.Plugin plugin(SourceNode node) {
    return new Program.Plugin(
        node.required("alias"),
        node.text("endpoint"),
        orEmpty(node.literals("config")),
        new NamedThings("name", "description")
            .of(node, "methods").stream()
                .map(
                    method ->
                        new Program.Method(
                            method.required("name"),
                            method.text("description"),
                            method.literals("input_schema")))
                .toList());
  }

  static Program.@Nullable Instance instance(@Nullable SourceNode node) {
    return node == null
        ? null
        : new Program.Instance(
            optionalWord(node, "mode", List.of("stateless", "entity", "singleton")),
            node.text("entity_key"),
            node.duration("idle_timeout"),
            node.smallCount("max_concurrent"),
            node.smallCount("max_active_instances"),
            optionalWord(node, "overflow", List.of("deactivate_lru", "reject", "queue")));
  }

  static List<Program.Memory> memory(SourceNode module) {
    return new NamedThings("name", "type")
        .of(module, "memory").stream()
            .map(
                node ->
                    new Program.Memory(
                        node.required("name"), node.type("type"), node.literal("default")))
            .toList();
  }

  static List<Program.Reference> reference(SourceNode module) {
    return new NamedThings("name", "value")
        .of(module, "reference").stream()
            .map(
                node ->
                    new Program.Reference(
                        node.required("name"), node.type("type"), node.literal("value")))
            .toList();
  }

  static List<Program.Config> config(SourceNode module) {
    return new NamedThings("name", "type")
        .of(module, "config").stream()
            .map(
                node ->
                    new Program.Config(
                        node.required("name"),
                        node.type("type"),
                        node.literal("default"),
                        node.flag("secret", false),
                        node.flag("runtime_configurable", false)))
            .toList();
  }

  /** The constraints of a module or block; a bare list of rules is what always holds. */
  static Constraints constraints(SourceNode owner) {
    if (owner.raw("constraints") instanceof List<?> || owner.raw("constraints") instanceof String) {
      return new Constraints(List.of(), owner.texts("constraints"), List.of());
    }
    var node = owner.node("constraints");
    return node == null
        ? Constraints.NONE
        : new Constraints(
            node.texts("never"),
            node.texts("always"),
            node.texts("prefer"),
            node.flag("inherit", true));
  }

  static Program.@Nullable Avatar avatar(@Nullable SourceNode node) {
    return node == null
        ? null
        : new Program.Avatar(node.text("content_type"), node.text("data_b64"));
  }

  static List<Program.Skill> skills(SourceNode module) {
    return module.nodes(Program.SKILLS).stream()
        .map(
            skill ->
                new Program.Skill(
                    skill.required("slug"), skill.required("version"), skill.required("preamble")))
        .toList();
  }

  /** Kept as it is where it is no map: manifests carry more there than a program needs. */
  static @Nullable String queueScope(SourceNode module) {
    return module.raw("scaiqueue") instanceof Map<?, ?> queues
            && queues.get("scope") instanceof String scope
            && !scope.isBlank()
        ? scope
        : null;
  }

  static @Nullable String optionalWord(SourceNode node, String key, List<String> words) {
    return node.has(key) ? node.word(key, words) : null;
  }

  static Map<String, @Nullable Object> orEmpty(@Nullable Map<String, @Nullable Object> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }
}
