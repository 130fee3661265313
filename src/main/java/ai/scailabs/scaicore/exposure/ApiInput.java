package ai.scailabs.scaicore.exposure;

import ai.scailabs.scaicore.engine.Inputs;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.type.Type;
import ai.scailabs.scaicore.program.type.TypeCheck;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The input of a flow out of a call: the query, over it the body's members, over these the path's
 * parameters. Texts of query and path become what the flow's parameters say.
 */
final class ApiInput {

  private static final int MOST_HOPS = 20;
  private static final Set<String> NUMBERS = Set.of("int", "float", "money");
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,30}([.][0-9]{1,30})?([eE][+-]?[0-9]{1,2})?");

  private final Program program;
  private final ApiRoute route;
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  private final Map<String, String> origins = new HashMap<>();

  private ApiInput(Program program, ApiRoute route) {
    this.program = program;
    this.route = route;
  }

  /**
   * The input.
   *
   * @param body null for none; one that is no object is the input's {@code body}
   * @throws ValidationFailed where it does not fit the flow's parameters, naming each by where it
   *     came from, such as {@code query.limit}
   */
  static Map<String, @Nullable Object> of(
      Program program,
      ApiRoutes.Match match,
      Map<String, List<String>> query,
      @Nullable JsonNode body) {
    var input = new ApiInput(program, match.route());
    query.forEach((name, texts) -> input.put("query", name, input.typed(name, texts)));
    if (body instanceof ObjectNode object) {
      Json.object(object.toString()).forEach((name, value) -> input.put("body", name, value));
    } else if (body != null && !body.isMissingNode()) {
      input.put("body", "body", Json.parse(body.toString()));
    }
    match
        .parameters()
        .forEach((name, text) -> input.put("path", name, input.typed(name, List.of(text))));
    input.check();
    return input.values;
  }

  private void put(String origin, String name, @Nullable Object value) {
    values.put(name, value);
    origins.put(name, origin);
  }

  private void check() {
    var problems = Inputs.problems(program, route.flow(), values);
    if (!problems.isEmpty()) {
      var details = problems.stream().map(p -> new Detail(field(p.field()), p.message())).toList();
      var first = details.getFirst();
      throw new ValidationFailed(first.field() + " " + first.message(), details);
    }
  }

  /** {@code input.limit[0]} as {@code query.limit[0]}. */
  private String field(String field) {
    var rest = field.substring("input.".length());
    var name =
        route.flow().params().stream()
            .map(Program.Param::name)
            .filter(rest::startsWith)
            .max((a, b) -> Integer.compare(a.length(), b.length()))
            .orElse(rest);
    return origins.getOrDefault(name, route.isRead() ? "query" : "body") + "." + rest;
  }

  private @Nullable Object typed(String name, List<String> texts) {
    var type =
        route.flow().params().stream()
            .filter(param -> param.name().equals(name))
            .map(Program.Param::type)
            .filter(Objects::nonNull)
            .findFirst()
            .map(this::meant)
            .orElse(null);
    if (type instanceof Type.Array(var element)) {
      var meant = meant(element);
      return texts.stream().map(text -> typed(meant, text)).toList();
    }
    return texts.size() > 1
        ? texts.stream().map(text -> typed(type, text)).toList()
        : typed(type, texts.getFirst());
  }

  /** What does not read as its type is left as it is, for the check to say so. */
  private Object typed(@Nullable Type type, String text) {
    if (!(type instanceof Type.Union union)) {
      return single(type, text);
    }
    for (var option : options(union)) {
      var value = single(option, text);
      if (TypeCheck.problems(option, program.types(), value).isEmpty()) {
        return value;
      }
    }
    return text;
  }

  private static Object single(@Nullable Type type, String text) {
    return switch (type) {
      case Type.Scalar(var name) when name.equals("bool") -> bool(text);
      case Type.Scalar(var name) when NUMBERS.contains(name) ->
          NUMBER.matcher(text).matches() ? json(text) : text;
      case Type.Scalar(var name) when name.equals("object") -> json(text);
      case Type.MapOf _, Type.Structure _ -> json(text);
      case null, default -> text;
    };
  }

  /** What a value may be, in order; an option that is a union itself stands for its own. */
  private Set<Type> options(Type.Union union) {
    var options = new LinkedHashSet<Type>();
    var seen = new HashSet<Type>(Set.of(union));
    var open = new ArrayDeque<Type>(union.options());
    while (!open.isEmpty()) {
      var option = meant(open.pop());
      if (!(option instanceof Type.Union inner)) {
        options.add(option);
      } else if (seen.add(inner)) {
        inner.options().reversed().forEach(open::push);
      }
    }
    return options;
  }

  private static Object bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> text;
    };
  }

  private static Object json(String text) {
    try {
      return Objects.requireNonNullElse(Json.parse(text), text);
    } catch (RuntimeException e) {
      return text;
    }
  }

  private Type meant(Type type) {
    var meant = type;
    for (int hops = 0; hops < MOST_HOPS; hops++) {
      switch (meant) {
        case Type.Maybe(var inner) -> meant = inner;
        case Type.Named(var name) when program.types().containsKey(name) ->
            meant = Objects.requireNonNull(program.types().get(name));
        default -> {
          return meant;
        }
      }
    }
    return meant;
  }
}
