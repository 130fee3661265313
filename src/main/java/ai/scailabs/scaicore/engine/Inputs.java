package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.expression.Values;
import ai.scailabs.scaicore.program.type.Type;
import ai.scailabs.scaicore.program.type.TypeCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input of a flow: members become variables, parameters add types, defaults and requiredness.
 */
public final class Inputs {

  /** Names that a caller's input does not take over, unless the flow declares them. */
  private static final Set<String> FIXED =
      Set.of("input", "config", "trigger", "identity", "reference", "memory");

  private Inputs() {}

  /** What is wrong with an input. */
  public record Problem(String field, String message) {}

  /** Checks an input against the parameters of a flow. */
  public static List<Problem> problems(
      Program program, Program.Flow flow, Map<String, @Nullable Object> input) {
    var problems = new ArrayList<Problem>();
    for (var param : flow.params()) {
      var field = "input." + param.name();
      if (!input.containsKey(param.name())) {
        if (param.required()) {
          problems.add(
              new Problem(field, "is required by flow " + flow.name() + typed(param.type())));
        }
      } else if (param.type() != null) {
        for (var problem :
            TypeCheck.problems(param.type(), program.types(), input.get(param.name()))) {
          problems.add(new Problem(problem.under(field), problem.message()));
        }
      }
    }
    return problems;
  }

  private static String typed(@Nullable Type type) {
    return type == null ? "" : " (" + type.text() + ")";
  }

  /** The variables that a flow begins with. */
  static Map<String, @Nullable Object> variables(
      Program.Flow flow, Map<String, @Nullable Object> input) {
    var variables = new LinkedHashMap<String, @Nullable Object>();
    for (var param : flow.params()) {
      variables.put(param.name(), Values.normalise(param.initial()));
    }
    input.forEach(
        (name, value) -> {
          if (variables.containsKey(name) || !FIXED.contains(name)) {
            variables.put(name, Values.normalise(value));
          }
        });
    return variables;
  }
}
