package ai.scailabs.scaicore.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * Makes the OpenAPI document show JSON as {@link JsonRules} has it. The library behind the document
 * looks at our types with Jackson 2, which knows nothing of those rules.
 */
@Configuration(proxyBeanMethods = false)
class SchemaRules {

  SchemaRules() {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Paging.class);
  }

  // The first in order is the last to be asked.
  @Bean
  @Order(1)
  ModelResolver modelResolver(ObjectMapperProvider springdoc) {
    var mapper = springdoc.jsonMapper().copy();
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    mapper.setAnnotationIntrospector(new SchemaIntrospector());
    return new ModelResolver(mapper, new SchemaNames()).openapi31(true);
  }

  @Bean
  @Order(2)
  RecordSchemas recordSchemas() {
    return new RecordSchemas();
  }

  @Bean
  @Order(3)
  FreeFormSchemas freeFormSchemas() {
    return new FreeFormSchemas();
  }

  @Bean
  BodySchemas bodySchemas() {
    return new BodySchemas();
  }
}
