package ai.scailabs.scaicore.program.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The flows of a manifest. A variable of the manifest is a parameter of every flow that does not
 * declare it itself, with its default or null: it is there from the beginning, and the input may
 * set it.
 */
final class FlowSection {

  private static final Set<String> TAKEN =
      Set.of("name", "description", "params", "steps", "trigger", "triggers");

  /** How many parameters the variables may become, over all flows. */
  private static final int MAX_COPIES = 20_000;

  private final Part core;
  private final Origins origins;
  private final Manifest.Settings settings;
  private final Steps steps;

  FlowSection(Part core, Origins origins, Manifest.Settings settings) {
    this.core = core;
    this.origins = origins;
    this.settings = settings;
    var queues = core.node("scaiqueue") instanceof YamlNode.Mapping ? core.part("scaiqueue") : null;
    this.steps = new Steps(origins, queues == null ? null : queues.text("scope"));
  }

  List<Object> flows() {
    var parts = core.named("flows", "name", "steps");
    var variables = variables(parts.size());
    boolean anyParams = parts.stream().anyMatch(flow -> flow.has("params"));
    return parts.stream().<Object>map(flow -> flow(flow, variables, anyParams)).toList();
  }

  private List<Variable> variables(int flows) {
    var variables = core.named("variables", "name", "default");
    long weight = variables.stream().mapToLong(each -> each.map().extent().weight()).sum();
    if ((long) variables.size() * flows > MAX_COPIES || weight * flows > YamlReader.MAX_WEIGHT) {
      core.report(
          "variables",
          "are parameters of each of the %,d flows, which comes to too much; at most %,d in all can be; declare each among the params of the flows that use it"
              .formatted(flows, MAX_COPIES));
      return List.of();
    }
    return variables.stream().map(Variable::of).toList();
  }

  /** One variable, whose values are shared by the flows. */
  private record Variable(
      Part part, @Nullable String name, @Nullable Object type, @Nullable Object initial) {

    static Variable of(Part part) {
      return new Variable(part, part.text("name"), part.plain("type"), part.plain("default"));
    }

    Map<String, @Nullable Object> param(Origins origins) {
      return Target.of(origins, part)
          .takeText(part, "name", "name")
          .put("type", type)
          .putEven("default", initial, ".default")
          .members();
    }
  }

  private Map<String, @Nullable Object> flow(
      Part flow, List<Variable> variables, boolean anyParams) {
    var target =
        Target.of(origins, flow)
            .takeText(flow, "name", "name")
            .takeText(flow, "description", "description");
    var params = new ArrayList<Object>();
    var names = new HashSet<String>();
    for (var param : flow.named("params", "name", "type")) {
      var one = Target.of(origins, param).takeText(param, "name", "name");
      if (param.mentions("default")) {
        one.putEven("default", param.plain("default"), ".default");
      }
      names.add(String.valueOf(one.members().get("name")));
      params.add(one.rest(param, Set.of("name", "default")).members());
    }
    for (var variable : variables) {
      if (variable.name == null || names.add(variable.name)) {
        params.add(variable.param(origins));
      }
    }
    var key = settings.entityKey();
    if (!anyParams && !params.isEmpty() && key != null && names.add(key)) {
      // Variables must not make a Core fail for want of its key, which the caller may send aside.
      params.add(
          Target.of(origins, core)
              .put("name", key, ".entity_key")
              .putEven("default", null, "")
              .members());
    }
    return target
        .put("params", params.isEmpty() ? null : params)
        .put("body", steps.of(flow, "steps"), ".steps")
        .rest(flow, TAKEN)
        .members();
  }
}
