package ai.scailabs.scaicore.exposure;

import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The OpenAPI 3.1 document of a Core's own API, made of its flows, their parameters and types. */
final class ApiDocument {

  /** Those that calls are taken with. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  private static final String ERROR = "ScaiGrid.Error";
  private static final String PENDING = "ScaiGrid.Pending";

  private final Core core;
  private final Program program;
  private final ApiSchemas schemas;

  private ApiDocument(Core core, Program program) {
    this.core = core;
    this.program = program;
    this.schemas = new ApiSchemas(program);
  }

  static Map<String, @Nullable Object> of(Core core, Program program) {
    return new ApiDocument(core, program).document();
  }

  private Map<String, @Nullable Object> document() {
    var document = map("openapi", "3.1.0");
    var info =
        map("title", core.name(), "version", Objects.requireNonNullElse(program.version(), "1"));
    if (program.description() != null) {
      info.put("description", program.description());
    }
    document.put("info", info);
    document.put(
        "servers", List.of(map("url", "/v1/modules/scaicore/cores/" + core.id() + "/api/invoke")));
    document.put("security", List.of(map("bearer", List.of())));
    document.put("paths", paths());
    var components = schemas.components();
    components.put(ERROR, errorSchema());
    components.put(PENDING, pendingSchema());
    document.put(
        "components",
        map(
            "schemas",
            components,
            "securitySchemes",
            map("bearer", map("type", "http", "scheme", "bearer"))));
    return document;
  }

  private Map<String, @Nullable Object> paths() {
    var operations = new LinkedHashMap<String, Map<String, @Nullable Object>>();
    var shown = new HashMap<String, ApiPath>();
    for (var route : ApiRoutes.of(program).all()) {
      if (METHODS.contains(route.method())) {
        var path = shown.computeIfAbsent(route.path().shape(), shape -> route.path());
        operations
            .computeIfAbsent(path.template(), template -> new LinkedHashMap<>())
            .putIfAbsent(route.method().toLowerCase(Locale.ROOT), operation(route, path));
      }
    }
    return new LinkedHashMap<>(operations);
  }

  /**
   * The operation of a route.
   *
   * @param shown its path by the names of the first route of the same shape: two paths that differ
   *     by names alone may not stand in one document
   */
  private Map<String, @Nullable Object> operation(ApiRoute route, ApiPath shown) {
    var flow = route.flow();
    var operation = map("operationId", route.name(), "summary", flow.name());
    if (flow.description() != null) {
      operation.put("description", flow.description());
    }
    var inPath = route.path().parameters();
    var others = flow.params().stream().filter(p -> !inPath.contains(p.name())).toList();
    var parameters = new ArrayList<@Nullable Object>();
    route
        .path()
        .namesIn(shown)
        .forEach((name, own) -> parameters.add(parameter(name, "path", true, ofFlow(flow, own))));
    if (route.isRead()) {
      others.forEach(
          p -> parameters.add(parameter(p.name(), "query", p.required(), schemas.parameter(p))));
    }
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (!route.isRead()) {
      operation.put(
          "requestBody",
          map(
              "required",
              others.stream().anyMatch(Program.Param::required),
              "content",
              json(schemas.object(others))));
    }
    operation.put("responses", responses(flow));
    return operation;
  }

  private Map<String, @Nullable Object> ofFlow(Program.Flow flow, String name) {
    return flow.params().stream()
        .filter(param -> param.name().equals(name))
        .findFirst()
        .map(param -> schemas.of(param.type()))
        .filter(schema -> !schema.isEmpty())
        .orElseGet(() -> map("type", "string"));
  }

  private static Map<String, @Nullable Object> parameter(
      String name, String in, boolean required, Map<String, @Nullable Object> schema) {
    return map("name", name, "in", in, "required", required, "schema", schema);
  }

  private Map<String, @Nullable Object> responses(Program.Flow flow) {
    var responses = new LinkedHashMap<String, @Nullable Object>();
    responses.put(
        "200",
        map(
            "description",
            "What the flow came to.",
            "content",
            json(envelope(schemas.of(flow.outputType())))));
    responses.put(
        "202",
        map(
            "description",
            "It waits for a person, or still runs: see Location.",
            "headers",
            map("Location", map("schema", map("type", "string"))),
            "content",
            json(envelope(reference(PENDING)))));
    responses.put(
        "default",
        map("description", "It went wrong; see code.", "content", json(reference(ERROR))));
    return responses;
  }

  private static Map<String, @Nullable Object> envelope(Map<String, @Nullable Object> data) {
    return map(
        "type",
        "object",
        "properties",
        map(
            "status",
            map("type", "string", "const", "ok"),
            "data",
            data,
            "meta",
            map("type", "object", "properties", map("request_id", map("type", "string")))),
        "required",
        List.of("status", "data", "meta"));
  }

  private static Map<String, @Nullable Object> pendingSchema() {
    return map(
        "type",
        "object",
        "properties",
        map(
            "execution_id", map("type", "string"),
            "status", map("type", "string"),
            "checkpoint_id", map("type", List.of("string", "null"), "format", "uuid"),
            "location", map("type", "string")),
        "required",
        List.of("execution_id", "status", "checkpoint_id", "location"));
  }

  private static Map<String, @Nullable Object> errorSchema() {
    var detail =
        map(
            "type",
            "object",
            "properties",
            map("field", map("type", "string"), "message", map("type", "string")));
    var error =
        map(
            "type",
            "object",
            "properties",
            map(
                "code", map("type", "string"),
                "message", map("type", "string"),
                "details", map("type", "array", "items", detail)),
            "required",
            List.of("code", "message"));
    return map(
        "type",
        "object",
        "properties",
        map("status", map("type", "string", "const", "error"), "error", error),
        "required",
        List.of("status", "error"));
  }

  private static Map<String, @Nullable Object> json(Map<String, @Nullable Object> schema) {
    return map("application/json", map("schema", schema));
  }

  private static Map<String, @Nullable Object> reference(String component) {
    return map("$ref", "#/components/schemas/" + component);
  }

  private static Map<String, @Nullable Object> map(Object... keysAndValues) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
