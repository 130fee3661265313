package ai.scailabs.scaicore.exposure;

import ai.scailabs.scaicore.program.Program;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An {@code api} trigger of a program: what is called, and the flow that answers.
 *
 * @param name of the trigger
 * @param method in capitals; POST where the program says none
 */
record ApiRoute(String name, String method, ApiPath path, Program.Flow flow) {

  /** Empty for triggers of other kinds, and those of no flow. */
  static Optional<ApiRoute> of(Program.Trigger trigger, Map<String, Program.Flow> flows) {
    var target = trigger.targetFlow();
    if (!trigger.kind().equals("api") || target == null) {
      return Optional.empty();
    }
    var method = Objects.requireNonNullElse(trigger.method(), "POST").toUpperCase(Locale.ROOT);
    var path = Objects.requireNonNullElse(trigger.path(), "/" + trigger.name());
    return Optional.ofNullable(flows.get(target))
        .map(flow -> new ApiRoute(trigger.name(), method, ApiPath.of(path), flow));
  }

  /** Whether it answers a method; what is read with GET has a HEAD. */
  boolean takes(String other) {
    return method.equals(other) || (method.equals("GET") && other.equals("HEAD"));
  }

  /** Whether what the path does not give comes in the query rather than in a body. */
  boolean isRead() {
    return method.equals("GET") || method.equals("DELETE") || method.equals("HEAD");
  }

  String text() {
    return method + " " + path.template();
  }
}
