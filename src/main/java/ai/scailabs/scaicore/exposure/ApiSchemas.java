package ai.scailabs.scaicore.exposure;

import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.type.JsonSchemas;
import ai.scailabs.scaicore.program.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of a program as schemas of an OpenAPI document: those with a name are its components.
 */
final class ApiSchemas {

  private static final String LOCAL = "#/$defs/";
  private static final String COMPONENTS = "#/components/schemas/";

  private final Map<String, Type> named;
  private final Map<String, @Nullable Object> components = new LinkedHashMap<>();

  ApiSchemas(Program program) {
    this.named = program.types();
  }

  /** Those that the schemas made so far refer to. */
  Map<String, @Nullable Object> components() {
    return components;
  }

  /** The schema of a type; that of anything where there is none. */
  Map<String, @Nullable Object> of(@Nullable Type type) {
    if (type == null) {
      return Map.of();
    }
    var schema = new LinkedHashMap<String, @Nullable Object>(JsonSchemas.of(type, named));
    schema.remove("$schema");
    if (schema.remove("$defs") instanceof Map<?, ?> definitions) {
      definitions.forEach(
          (name, definition) ->
              components.putIfAbsent(String.valueOf(name), relocated(definition)));
    }
    var moved = new LinkedHashMap<String, @Nullable Object>();
    schema.forEach((key, value) -> moved.put(key, relocated(key, value)));
    return moved;
  }

  /** An object of some parameters. */
  Map<String, @Nullable Object> object(List<Program.Param> params) {
    var properties = new LinkedHashMap<String, @Nullable Object>();
    params.forEach(param -> properties.put(param.name(), parameter(param)));
    var schema = new LinkedHashMap<String, @Nullable Object>();
    schema.put("type", "object");
    schema.put("properties", properties);
    var required =
        params.stream().filter(Program.Param::required).map(Program.Param::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  /** The schema of a parameter, with its default. */
  Map<String, @Nullable Object> parameter(Program.Param param) {
    var schema = new LinkedHashMap<String, @Nullable Object>(of(param.type()));
    if (!param.required()) {
      schema.put("default", param.initial());
    }
    return schema;
  }

  private static @Nullable Object relocated(String key, @Nullable Object value) {
    return key.equals("$ref") && value instanceof String reference && reference.startsWith(LOCAL)
        ? COMPONENTS + reference.substring(LOCAL.length())
        : relocated(value);
  }

  private static @Nullable Object relocated(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var moved = new LinkedHashMap<String, @Nullable Object>();
        map.forEach(
            (key, member) ->
                moved.put(String.valueOf(key), relocated(String.valueOf(key), member)));
        yield moved;
      }
      case List<?> list -> {
        var moved = new ArrayList<@Nullable Object>();
        list.forEach(item -> moved.add(relocated(item)));
        yield moved;
      }
      case null, default -> value;
    };
  }
}
