package ai.scailabs.scaicore.exposure;

import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a Core's own API answers to. */
final class ApiRoutes {

  private static final int SHOWN = 20;

  private final List<ApiRoute> routes;

  private ApiRoutes(List<ApiRoute> routes) {
    this.routes = routes;
  }

  static ApiRoutes of(Program program) {
    var flows = new HashMap<String, Program.Flow>();
    program.flows().forEach(flow -> flows.putIfAbsent(flow.name(), flow));
    return new ApiRoutes(
        program.triggers().stream()
            .flatMap(trigger -> ApiRoute.of(trigger, flows).stream())
            .toList());
  }

  List<ApiRoute> all() {
    return routes;
  }

  /** A route, and what its path gives. */
  record Match(ApiRoute route, Map<String, String> parameters) {}

  /**
   * The route of a call; of several that fit, the one with more text in its path, and then the
   * first.
   *
   * @throws MethodNotTaken where the path takes other methods
   * @throws ApiException {@code NOT_FOUND} where there is none
   */
  Match find(String method, List<String> segments) {
    var matches =
        routes.stream()
            .flatMap(
                route ->
                    route.path().match(segments).map(found -> new Match(route, found)).stream())
            .toList();
    return matches.stream()
        .filter(match -> match.route().takes(method))
        .min((a, b) -> a.route().path().compareSpecificity(b.route().path()))
        .orElseThrow(() -> refusal(method, matches));
  }

  private ApiException refusal(String method, List<Match> matches) {
    if (!matches.isEmpty()) {
      return new MethodNotTaken(
          method,
          matches.stream()
              .map(match -> match.route().method())
              .distinct()
              .sorted()
              .collect(Collectors.joining(", ")));
    }
    return new ApiException(
        ErrorCode.NOT_FOUND,
        routes.isEmpty()
            ? "The program of this Core has no api trigger, so that its API has no paths."
            : "The API of this Core has no such path; it has "
                + routes.stream().limit(SHOWN).map(ApiRoute::text).collect(Collectors.joining(", "))
                + (routes.size() > SHOWN ? ", …" : "")
                + ".");
  }

  /** The path takes other methods. */
  static final class MethodNotTaken extends ApiException {

    private final String allow;

    MethodNotTaken(String method, String allow) {
      super(
          ErrorCode.METHOD_NOT_ALLOWED,
          "This path of the Core's API does not take %s; it takes %s.".formatted(method, allow));
      this.allow = allow;
    }

    /** For the header {@code Allow}. */
    String allow() {
      return allow;
    }
  }
}
