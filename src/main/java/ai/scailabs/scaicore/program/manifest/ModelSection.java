package ai.scailabs.scaicore.program.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The models of a manifest: {@code models}, or the one that {@code model} names as {@code
 * <provider>/<model>}, which plays the role {@code primary}.
 */
final class ModelSection {

  private static final String PRIMARY = "primary";
  private static final String FORM = "<provider>/<model>, such as scaigrid/offline/echo";

  private final Part core;
  private final Origins origins;

  ModelSection(Part core, Origins origins) {
    this.core = core;
    this.origins = origins;
  }

  @Nullable List<Object> models() {
    if (core.has("models")) {
      var models = new ArrayList<Object>();
      for (var model : core.named("models", "role", "model")) {
        models.add(model(model, models.isEmpty()));
      }
      return models;
    }
    return core.has("model") ? List.of(onlyModel()) : null;
  }

  private Map<String, @Nullable Object> onlyModel() {
    var target = new Target(origins, core.place(), core.line(), ".model");
    target.put("role", PRIMARY, ".model");
    putNamed(target, core, "model");
    return target.members();
  }

  private Map<String, @Nullable Object> model(Part model, boolean first) {
    var target = Target.of(origins, model);
    target.put("role", model.has("role") || !first ? model.text("role") : PRIMARY);
    putProviderAndModel(target, model);
    if (model.has("fallback")) {
      var fallback = new ArrayList<Object>();
      for (var each : model.named("fallback", "ref", "ref")) {
        var one = Target.of(origins, each);
        putProviderAndModel(one, each);
        fallback.add(one.rest(each, Set.of("provider", "ref", "model")).members());
      }
      target.put("fallback", fallback);
    }
    return target.rest(model, Set.of("role", "provider", "ref", "model", "fallback")).members();
  }

  /** {@code ref} is the provider; alone, it is both. */
  private static void putProviderAndModel(Target target, Part model) {
    var provider = model.oneOf("provider", "ref");
    if (model.has("model") && model.has(provider)) {
      target.takeText(model, "provider", provider).takeText(model, "model", "model");
    } else {
      putNamed(target, model, model.has("model") ? "model" : provider);
    }
  }

  private static void putNamed(Target target, Part part, String key) {
    var text = part.text(key);
    int slash = text == null ? -1 : text.indexOf('/');
    if (text == null || slash < 1 || slash == text.length() - 1) {
      part.report(key, "must be " + FORM);
      // So that it is not found missing as well.
      target.put("provider", "unknown").put("model", "unknown");
      return;
    }
    target
        .put("provider", text.substring(0, slash), "." + key)
        .put("model", text.substring(slash + 1), "." + key);
  }
}
