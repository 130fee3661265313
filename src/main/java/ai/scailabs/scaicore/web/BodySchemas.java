package ai.scailabs.scaicore.web;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import java.lang.reflect.Type;
import java.util.Arrays;
import org.springdoc.core.customizers.GlobalOperationComponentsCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;

/** Gives a request body its schema where a handler has only described it by examples. */
class BodySchemas implements GlobalOperationComponentsCustomizer {

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    return operation;
  }

  @Override
  public Operation customize(Operation operation, Components components, HandlerMethod handler) {
    var body = operation.getRequestBody();
    if (body != null && body.getContent() != null) {
      body.getContent().values().stream()
          .filter(content -> content.getSchema() == null)
          .forEach(
              content ->
                  Arrays.stream(handler.getMethodParameters())
                      .filter(parameter -> parameter.hasParameterAnnotation(RequestBody.class))
                      .map(MethodParameter::getGenericParameterType)
                      .forEach(type -> content.setSchema(schema(type, components))));
    }
    return operation;
  }

  private static io.swagger.v3.oas.models.media.Schema<?> schema(Type type, Components components) {
    var resolved =
        ModelConverters.getInstance(true)
            .resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
    resolved.referencedSchemas.forEach(components::addSchemas);
    return resolved.schema;
  }
}
