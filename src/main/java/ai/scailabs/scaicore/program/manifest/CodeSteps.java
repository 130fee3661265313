package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.Shown;
import ai.scailabs.scaicore.program.manifest.Steps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps that become deterministic code: a rigid block of one statement, or of assignments. */
final class CodeSteps {

  private static final Set<String> COMMON = Set.of("kind", "result_binding");

  private final Origins origins;
  private final @Nullable String scope;

  CodeSteps(Origins origins, @Nullable String scope) {
    this.origins = origins;
    this.scope = scope;
  }

  Target block(Step step) {
    return step.block(origins, "rigid").put("statements", statements(step), "");
  }

  private List<Map<String, @Nullable Object>> statements(Step step) {
    var part = step.part();
    return switch (step.keyword()) {
      case "template" ->
          List.of(
              step.block(origins, "expression")
                  .put("template", part.has("template") ? part.text("template") : "", ".template")
                  .members());
      case "return" ->
          List.of(
              step.block(origins, "return")
                  .putEven("value", part.plain("return"), ".return")
                  .members());
      case "break", "continue" -> List.of(step.block(origins, step.keyword()).members());
      case "set" -> assignments(step);
      default -> List.of(call(step).members());
    };
  }

  private List<Map<String, @Nullable Object>> assignments(Step step) {
    var set = step.body("names and their expressions");
    var assignments = new ArrayList<Map<String, @Nullable Object>>();
    for (var name : set.keys()) {
      var below = ".set" + Shown.segment(name);
      assignments.add(
          step.block(origins, "assign")
              .put("target", name, below)
              .putEven("value", set.plain(name), below)
              .members());
    }
    return assignments;
  }

  private Target call(Step step) {
    var call = step.body("its arguments");
    var statement = step.block(origins, step.keyword());
    switch (step.keyword()) {
      case "plugin_call" ->
          statement
              .takeText(call, "alias", "alias", "plugin")
              .takeText(call, "method", "method")
              .rest(call, Set.of("alias", "plugin", "method", "kind", "result_binding"));
      case "http" ->
          statement.takeText(call, "method", "method").rest(call, Part.keys(COMMON, "method"));
      default -> {
        statement.takeText(call, "scope", "scope").takeText(call, "queue", "queue");
        if (!call.has("scope")) {
          statement.put("scope", scope);
        }
        statement
            .takeText(call, "message_type", "message_type")
            .rest(call, Part.keys(COMMON, "scope", "queue", "message_type"));
      }
    }
    return statement;
  }
}
