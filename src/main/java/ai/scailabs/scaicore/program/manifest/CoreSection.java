package ai.scailabs.scaicore.program.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code core} of a manifest: what it says of the Core itself, and the program around its
 * flows. What this does not know goes into the program as it is.
 */
final class CoreSection {

  private static final List<String> RUNTIME_MODES =
      List.of("event_driven", "interactive", "api", "model");
  private static final List<String> CONCURRENCY_MODES = List.of("stateless", "entity", "singleton");

  /** What is not copied, because it becomes something else. */
  private static final Set<String> TAKEN =
      Set.of(
          "name",
          "mode",
          "runtime_mode",
          "concurrency_mode",
          "entity_key",
          "entity_key_field",
          "checkpoint_mode",
          "privilege_level",
          "environment",
          "resource_limits",
          "metadata",
          "schema_version",
          "identity",
          "model",
          "models",
          "plugins",
          "instance",
          "flows",
          "triggers");

  private final Part core;
  private final Origins origins;
  private final Manifest.Settings settings;

  CoreSection(Part core, Origins origins) {
    this.core = core;
    this.origins = origins;
    this.settings = settings(core);
  }

  /** Reports what belongs into the core and stands beside it, as a line less indented does. */
  static void refuseBeside(Part document) {
    document.keys().stream()
        .filter(TAKEN::contains)
        .forEach(key -> document.report(key, "stands beside core; indent it, so that it is in it"));
  }

  Manifest.Settings settings() {
    return settings;
  }

  private static Manifest.Settings settings(Part core) {
    var all = new ArrayList<>(CONCURRENCY_MODES);
    all.addAll(RUNTIME_MODES);
    var mode = core.word("mode", all);
    var concurrency = core.word("concurrency_mode", CONCURRENCY_MODES);
    if (concurrency == null && mode != null && CONCURRENCY_MODES.contains(mode)) {
      concurrency = mode;
    }
    var runtime = core.word("runtime_mode", RUNTIME_MODES);
    if (runtime == null && mode != null && RUNTIME_MODES.contains(mode)) {
      runtime = mode;
    }
    var key = core.text(core.oneOf("entity_key", "entity_key_field"));
    if ("entity".equals(concurrency) && (key == null || key.isBlank())) {
      core.report(
          "entity_key",
          "is required when mode is entity: the input field that tells instances apart");
    }
    return new Manifest.Settings(
        core.required("name", "the name of the Core"),
        runtime,
        concurrency == null && key != null ? "entity" : concurrency,
        key,
        core.word("checkpoint_mode", List.of("auto", "visual_queue", "routed")),
        core.word("privilege_level", List.of("standard", "elevated", "admin")),
        core.plainMap("environment"),
        core.plainMap("resource_limits"),
        core.plainMap("metadata"));
  }

  /** The program. */
  Target program() {
    var program = Target.of(origins, core).takeText(core, "name", "name");
    putSchemaVersion(program);
    var identity = identity();
    program.put("identity", identity, ".identity");
    program.put("models", new ModelSection(core, origins).models());
    program.put("plugins", plugins());
    program.put("instance", instance(), "");
    var flows = new FlowSection(core, origins, settings).flows();
    program.put("flows", flows.isEmpty() ? null : flows);
    var triggers = new TriggerSection(core, origins).triggers();
    program.put("triggers", triggers.isEmpty() ? null : triggers);
    return program.rest(core, TAKEN);
  }

  /**
   * The version of the program's form: its own word, else what the flow graph was made for, else
   * the runtime it names where that is one; else the newest.
   */
  private void putSchemaVersion(Target program) {
    var meta =
        core.node("scaiflow_meta") instanceof YamlNode.Mapping ? core.part("scaiflow_meta") : null;
    var runtime = core.text("runtime_version");
    if (core.has("schema_version")) {
      program.put("schema_version", core.text("schema_version"));
    } else if (meta != null && meta.has("scaicore_target")) {
      program.put("schema_version", meta.text("scaicore_target"), ".scaiflow_meta.scaicore_target");
    } else if (runtime != null && runtime.matches("0(\\.\\d{1,4}){0,2}")) {
      program.put("schema_version", runtime, ".runtime_version");
    } else {
      program.put("schema_version", "0.2", "");
    }
  }

  private @Nullable Map<String, @Nullable Object> identity() {
    var identity = core.part("identity");
    if (identity == null) {
      return null;
    }
    return Target.of(origins, identity)
        .takeText(identity, "name", "name")
        .put("name", identity.has("name") ? identity.text("name") : core.text("name"))
        .rest(identity, Set.of("name"))
        .members();
  }

  private @Nullable List<Object> plugins() {
    var plugins = new ArrayList<Object>();
    for (var plugin : core.named("plugins", "alias", "endpoint")) {
      plugins.add(
          Target.of(origins, plugin)
              .takeText(plugin, "alias", "alias")
              .takeText(plugin, "endpoint", "endpoint")
              .rest(plugin, Set.of("alias", "endpoint"))
              .members());
    }
    return plugins.isEmpty() ? null : plugins;
  }

  private @Nullable Map<String, @Nullable Object> instance() {
    var given = core.part("instance");
    if (given == null && settings.concurrencyMode() == null) {
      return null;
    }
    var instance =
        given == null
            ? new Target(origins, core.place(), core.line(), "")
            : Target.of(origins, given).rest(given, Set.of());
    if (settings.concurrencyMode() != null) {
      instance.put("mode", settings.concurrencyMode());
    }
    if (settings.entityKey() != null) {
      instance.put("entity_key", settings.entityKey());
    }
    return instance.members();
  }
}
