package ai.scailabs.scaicore.program.type;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (2020-12) of a type: what a model is asked for, and what its answer is checked
 * against. The root is never a bare reference; named types below it are {@code $ref}s into {@code
 * $defs}, so that recursive ones end.
 */
public final class JsonSchemas {

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private final Map<String, Type> named;
  private final Map<String, @Nullable Object> definitions = new LinkedHashMap<>();

  private JsonSchemas(Map<String, Type> named) {
    this.named = named;
  }

  /**
   * The schema of a type. A name that is not declared, or only names itself, accepts anything.
   *
   * @param named the types that the program declares, by name
   */
  public static Map<String, @Nullable Object> of(Type type, Map<String, Type> named) {
    return new JsonSchemas(named).root(type);
  }

  private Map<String, @Nullable Object> root(Type type) {
    var schema = new LinkedHashMap<String, @Nullable Object>();
    schema.put("$schema", DIALECT);
    schema.putAll(schema(resolved(type)));
    if (!definitions.isEmpty()) {
      schema.put("$defs", definitions);
    }
    return Collections.unmodifiableMap(schema);
  }

  /** What an alias stands for in the end. */
  private Type resolved(Type type) {
    var meant = type;
    for (var hops = 0; meant instanceof Type.Named(var name); hops++) {
      var next = named.get(name);
      if (next == null || hops > named.size()) {
        return new Type.Invalid(name, "it names no type");
      }
      meant = next;
    }
    return meant;
  }

  private Map<String, @Nullable Object> schema(Type type) {
    return switch (type) {
      case Type.Scalar(var name) -> scalar(name);
      case Type.Array(var element) -> map("type", "array", "items", schema(element));
      case Type.MapOf(var key, var value) -> mapOf(key, value);
      case Type.Enumeration(var words) -> map("type", "string", "enum", words);
      case Type.Union(var options) -> map("anyOf", options.stream().map(this::schema).toList());
      case Type.Maybe(var inner) -> map("anyOf", List.of(schema(inner), map("type", "null")));
      case Type.Structure(var fields) -> structure(fields);
      case Type.Named(var name) -> reference(name);
      case Type.Invalid _ -> Map.of();
    };
  }

  private Map<String, @Nullable Object> reference(String name) {
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of());
      definitions.put(name, schema(resolved(new Type.Named(name))));
    }
    return map("$ref", "#/$defs/" + name);
  }

  private Map<String, @Nullable Object> mapOf(Type key, Type value) {
    var schema = map("type", "object", "additionalProperties", schema(value));
    if (resolved(key) instanceof Type.Enumeration(var words)) {
      schema.put("propertyNames", map("enum", words));
    }
    return schema;
  }

  private Map<String, @Nullable Object> structure(Map<String, Type> fields) {
    var properties = new LinkedHashMap<String, @Nullable Object>();
    var required = new ArrayList<String>();
    fields.forEach(
        (name, type) -> {
          properties.put(name, schema(type));
          if (!(type instanceof Type.Maybe)) {
            required.add(name);
          }
        });
    return map("type", "object", "properties", properties, "required", required);
  }

  private static Map<String, @Nullable Object> scalar(String name) {
    return switch (name) {
      case "int" -> map("type", "integer");
      case "float" -> map("type", "number");
      case "bool" -> map("type", "boolean");
      case "object" -> map("type", "object");
      case "date" -> map("type", "string", "format", "date");
      case "datetime" -> map("type", "string", "format", "date-time");
      case "duration" ->
          map(
              "type",
              "string",
              "pattern",
              "^([0-9]+(ms|s|m|h|d|w))+$",
              "description",
              "a duration such as 30s, 5m, 1h or 7d");
      case "money" -> map("type", "number", "description", "an amount of money");
      case "email" -> map("type", "string", "format", "email");
      case "url" -> map("type", "string", "format", "uri");
      case "uuid" -> map("type", "string", "format", "uuid");
      default -> map("type", "string");
    };
  }

  private static Map<String, @Nullable Object> map(Object... keysAndValues) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
