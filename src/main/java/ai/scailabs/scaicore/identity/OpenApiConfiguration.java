package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.ErrorEnvelope;
import ai.scailabs.scaicore.web.FlowError;
import ai.scailabs.scaicore.web.OpenAiError;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The head of the OpenAPI document, and what every operation shares. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  private static final String BEARER = "bearer";

  OpenApiConfiguration() {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("ScaiCore module")
                .version("1")
                .license(
                    new License()
                        .name("Apache-2.0")
                        .url("https://www.apache.org/licenses/LICENSE-2.0"))
                .description(
                    """
                    Hosts ScaiCore programs: Cores, executions, checkpoints and published models.

                    Answers come in an envelope: `{"status": "ok", "data": …, "meta": {"request_id": …}}`; a list has \
                    `{"items": […]}` as its data, and `pagination` beside it. Errors: `{"status": "error", "error": \
                    {"code", "message", "retry_after"?, "details"?: [{"field", "message"}]}, "meta": …}`.

                    Timestamps are ISO-8601 in UTC with microseconds. Unknown request fields are ignored; a field of \
                    the wrong type is a `VALIDATION_ERROR` that names it. Lists are paged by `limit` and `cursor`, \
                    newest first. Bodies may have 2 MB where nothing else is said.

                    Requests are limited per key and per tenant where the service is set up so: `X-RateLimit-Limit` \
                    (a minute), `X-RateLimit-Remaining` and `X-RateLimit-Reset` (seconds) tell of the tighter of the \
                    two, and `RATE_LIMITED` comes with `Retry-After`."""))
        .addServersItem(new Server().url("/"))
        .addSecurityItem(new SecurityRequirement().addList(BEARER))
        .components(
            new Components()
                .addSecuritySchemes(
                    BEARER,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description(
                            "An API key, `sgk_…`, or a signed token of the identity provider.")));
  }

  @Bean
  OpenApiCustomizer envelopes() {
    return document -> {
      var schemas = document.getComponents();
      for (var error : List.of(ErrorEnvelope.class, OpenAiError.class, FlowError.class)) {
        ModelConverters.getInstance(true)
            .readAll(new AnnotatedType(error))
            .forEach(schemas::addSchemas);
      }
      schemas.getSchemas().forEach(OpenApiConfiguration::leaveOutPagination);
    };
  }

  // Only lists have it.
  private static void leaveOutPagination(String name, Schema<?> schema) {
    var properties = schema.getProperties();
    if (name.startsWith("Envelope") && properties != null && properties.get("data") != null) {
      var data = properties.get("data").get$ref();
      if (data == null || !data.contains("Items")) {
        properties.remove("pagination");
      }
    }
  }
}
