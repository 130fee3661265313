package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.expression.Node;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges expressions.
 *
 * <ul>
 *   <li>E400, in rigid code: a call of the clock or of chance, {@code now() today() random()
 *       uuid()} and the like, also as members of {@code date time datetime clock math random uuid}.
 *   <li>E405, in rigid code: a call of a model, {@code llm(…) generate(…) chat(…)} and the like, or
 *       of any method of {@code llm model models ai}.
 *   <li>E412, anywhere but in headers: {@code config.x} where x is a secret.
 * </ul>
 *
 * A name that the flow defines itself is none of these.
 */
final class ExpressionCheck {

  private static final Set<String> CHANCE =
      Set.of(
          "now",
          "today",
          "utcnow",
          "current_time",
          "timestamp",
          "random",
          "random_int",
          "rand",
          "uuid",
          "uuid4",
          "uuid7",
          "uuid_v4",
          "uuid_v7");

  private static final Set<String> CHANCE_OWNERS =
      Set.of("date", "time", "datetime", "clock", "math", "random", "uuid", "system");

  private static final Set<String> CHANCE_MEMBERS =
      Set.of(
          "now",
          "today",
          "utcnow",
          "millis",
          "random",
          "uuid",
          "int",
          "float",
          "choice",
          "shuffle",
          "next",
          "v4",
          "v7",
          "new",
          "generate");

  private static final Set<String> MODEL_CALLS =
      Set.of(
          "llm",
          "ai",
          "model",
          "model_call",
          "llm_call",
          "generate",
          "complete",
          "completion",
          "chat",
          "embed",
          "embedding",
          "prompt",
          "ask");

  private static final Set<String> MODEL_OWNERS = Set.of("llm", "model", "models", "ai");

  private final Reading reading;
  private final Set<String> secrets;

  ExpressionCheck(Reading reading, Program program) {
    this.reading = reading;
    this.secrets =
        program.config().stream()
            .filter(Program.Config::secret)
            .map(Program.Config::name)
            .collect(Collectors.toSet());
  }

  void check(Mention mention, Mention.OfExpression use) {
    if (!use.rigid() && (use.opensSecrets() || secrets.isEmpty())) {
      return;
    }
    use.expression()
        .nodes()
        .flatMap(node -> problem(node, use).stream())
        .distinct()
        .forEach(problem -> reading.report(mention.order(), mention.path(), problem));
  }

  private Optional<String> problem(Node node, Mention.OfExpression use) {
    return switch (node) {
      case Node.Function call when use.rigid() && !use.declared().contains(call.name()) ->
          call(call.name());
      case Node.Call(Node.Name(var owner, _), var method, _, _, _, _)
          when !use.declared().contains(owner) ->
          member(owner, method, true, use);
      case Node.Member(Node.Name(var owner, _), var name, _, _)
          when !use.declared().contains(owner) ->
          member(owner, name, false, use);
      case Node.Index(Node.Name(var owner, _), Node.Literal(String name, _), _, _)
          when !use.declared().contains(owner) ->
          secret(owner, name, use);
      default -> Optional.empty();
    };
  }

  private static Optional<String> call(String name) {
    if (CHANCE.contains(name)) {
      return chance(name + "()");
    }
    return MODEL_CALLS.contains(name) ? model(name + "(…)") : Optional.empty();
  }

  private Optional<String> member(
      String owner, String name, boolean called, Mention.OfExpression use) {
    if (use.rigid() && CHANCE_OWNERS.contains(owner) && CHANCE_MEMBERS.contains(name)) {
      return chance(owner + "." + name);
    }
    if (use.rigid() && called && MODEL_OWNERS.contains(owner)) {
      return model(owner + "." + name + "(…)");
    }
    return secret(owner, name, use);
  }

  private Optional<String> secret(String owner, String name, Mention.OfExpression use) {
    return owner.equals("config") && secrets.contains(name) && !use.opensSecrets()
        ? Optional.of(
            "E412 config.%s is a secret; only plugin config and headers take it".formatted(name))
        : Optional.empty();
  }

  private static Optional<String> chance(String call) {
    return Optional.of(
        "E400 %s depends on the clock or on chance, which rigid code must not; pass the value in"
            .formatted(call));
  }

  private static Optional<String> model(String call) {
    return Optional.of(
        "E405 %s calls a model, which rigid code must not; use a flexible or model_call block"
            .formatted(call));
  }
}
