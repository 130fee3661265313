package ai.scailabs.scaicore.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Schema;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the OpenAPI document show JSON as {@link JsonRules} has it. The library behind the document
 * looks at our types with Jackson 2, which knows nothing of those rules.
 */
@Configuration(proxyBeanMethods = false)
class SchemaRules {

  SchemaRules() {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(Paging.class)
        .replaceWithSchema(JsonNode.class, new Schema<>())
        .replaceWithSchema(RawJson.class, new Schema<>())
        .replaceWithSchema(ObjectNode.class, new Schema<>().type("object"))
        .replaceWithSchema(ArrayNode.class, new ArraySchema().items(new Schema<>()));
  }

  @Bean
  ModelResolver modelResolver(ObjectMapperProvider springdoc) {
    var mapper = springdoc.jsonMapper().copy();
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    mapper.setAnnotationIntrospector(new SchemaIntrospector());
    return new ModelResolver(mapper, new SchemaNames()).openapi31(true);
  }
}
