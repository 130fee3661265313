package ai.scailabs.scaicore.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says of each component of a record whether it may be null: those that may accept {@code null},
 * the others are required. And what a field of free-form JSON is to hold.
 */
final class RecordSchemas implements ModelConverter {

  private static final String COMPONENTS = "#/components/schemas/";

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    if (!chain.hasNext()) {
      return null;
    }
    Schema<?> schema = chain.next().resolve(type, context, chain);
    var java = TypeFactory.defaultInstance().constructType(type.getType()).getRawClass();
    if (schema != null && java.isRecord()) {
      var model =
          schema.get$ref() == null
              ? schema
              : context.getDefinedModels().get(schema.get$ref().substring(COMPONENTS.length()));
      if (model != null && model.getProperties() != null) {
        for (var component : java.getRecordComponents()) {
          describe(component, model, model.getProperties());
        }
      }
    }
    return schema;
  }

  @SuppressWarnings("rawtypes")
  private static void describe(
      RecordComponent component, Schema<?> model, Map<String, Schema> properties) {
    var snake = Names.snake(component.getName());
    var name = properties.containsKey(snake) ? snake : component.getName();
    var property = properties.get(name);
    if (property == null) {
      return;
    }
    // The library takes what has a type in its annotation for text.
    if (FreeFormSchemas.isFreeForm(component.getType())) {
      property =
          FreeFormSchemas.of(
              component.getType(),
              component
                  .getAccessor()
                  .getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class));
      properties.put(name, property);
    }
    if (isNullable(component)) {
      properties.put(name, orNull(property));
    } else if (!component.getAccessor().isAnnotationPresent(JsonInclude.class)
        && (model.getRequired() == null || !model.getRequired().contains(name))) {
      model.addRequiredItem(name);
    }
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        || component.getType() == Optional.class;
  }

  private static Schema<?> orNull(Schema<?> property) {
    if (property.get$ref() != null) {
      var nothing = new JsonSchema();
      nothing.setTypes(Set.of("null"));
      var either = new JsonSchema();
      either.setOneOf(List.of(property, nothing));
      return either;
    }
    var types = new LinkedHashSet<String>();
    if (property.getTypes() != null) {
      types.addAll(property.getTypes());
    } else if (property.getType() != null) {
      types.add(property.getType());
    }
    if (!types.isEmpty() && types.add("null")) {
      property.setTypes(types);
    }
    return property;
  }
}
