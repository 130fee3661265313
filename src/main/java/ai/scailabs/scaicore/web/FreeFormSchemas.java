package ai.scailabs.scaicore.web;

import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.models.media.JsonSchema;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas of JSON of any shape: what is kept as it came, unless the field says more of it. */
final class FreeFormSchemas implements ModelConverter {

  private static final List<String> ANYTHING =
      List.of("object", "array", "string", "number", "boolean", "null");

  @Override
  public io.swagger.v3.oas.models.media.@Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    var java = TypeFactory.defaultInstance().constructType(type.getType()).getRawClass();
    if (isFreeForm(java)) {
      return of(java, null);
    }
    return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
  }

  static boolean isFreeForm(Class<?> java) {
    return java == RawJson.class || JsonNode.class.isAssignableFrom(java);
  }

  /** The schema of a field of this type, and of what its annotation says. */
  static JsonSchema of(Class<?> java, @Nullable Schema annotation) {
    var schema = new JsonSchema();
    schema.setTypes(new LinkedHashSet<>(types(java, annotation)));
    if (annotation != null && !annotation.description().isEmpty()) {
      schema.setDescription(annotation.description());
    }
    if (schema.getTypes().contains("array")) {
      schema.setItems(new JsonSchema());
    }
    return schema;
  }

  private static List<String> types(Class<?> java, @Nullable Schema annotation) {
    if (annotation != null && !annotation.type().isEmpty()) {
      return List.of(annotation.type());
    }
    if (annotation != null && annotation.types().length > 0) {
      return List.of(annotation.types());
    }
    if (java == ObjectNode.class) {
      return List.of("object");
    }
    return java == ArrayNode.class ? List.of("array") : ANYTHING;
  }
}
