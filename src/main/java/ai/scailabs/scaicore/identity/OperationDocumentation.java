package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowDialect;
import ai.scailabs.scaicore.web.FlowError;
import ai.scailabs.scaicore.web.OpenAiDialect;
import ai.scailabs.scaicore.web.OpenAiError;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * Writes into the OpenAPI document what stands beside each handler: who may call it ({@link
 * Requires}), what it may answer ({@link Raises} and what every endpoint may), and the parameters
 * that no handler declares by itself.
 */
@Component
class OperationDocumentation implements OperationCustomizer {

  private static final String JSON = "application/json";

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    boolean open = handler.hasMethodAnnotation(Public.class);
    if (open) {
      operation.setSecurity(List.of());
    } else {
      describePermissions(operation, handler);
      operation.addParametersItem(
          header(
              TokenFilter.TENANT_HEADER,
              "Id or slug of the tenant to act in, for partner and super admins; their own"
                  + " without it.",
              "acme"));
    }
    operation.addParametersItem(
        header(
            "X-Request-Id",
            "An id for this request, at most 64 characters of `A-Za-z0-9._-`; it comes back in the"
                + " answer.",
            "my-request-1"));
    if (Arrays.stream(handler.getMethodParameters())
        .anyMatch(p -> p.getParameterType() == Paging.class)) {
      addPaging(operation);
    }
    addErrors(operation, codes(operation, handler, open), Dialect.of(handler.getBeanType()));
    return operation;
  }

  /** In which shape a controller's errors are. */
  private enum Dialect {
    ENVELOPE("ErrorEnvelope"),
    OPEN_AI("OpenAiError"),
    FLOW("FlowError");

    private final String schema;

    Dialect(String schema) {
      this.schema = schema;
    }

    static Dialect of(Class<?> controller) {
      if (controller.isAnnotationPresent(OpenAiDialect.class)) {
        return OPEN_AI;
      }
      return controller.isAnnotationPresent(FlowDialect.class) ? FLOW : ENVELOPE;
    }

    Example example(ErrorCode code) {
      return switch (this) {
        case ENVELOPE -> OperationDocumentation.example(code);
        case OPEN_AI -> new Example().value(OpenAiError.of(code, code.meaning(), null));
        case FLOW -> new Example().value(flow(code));
      };
    }

    private static Map<String, Object> flow(ErrorCode code) {
      var detail = new LinkedHashMap<String, Object>();
      detail.put("error", FlowError.word(code));
      detail.put("message", code.meaning());
      return Map.of("detail", detail);
    }
  }

  private static void describePermissions(Operation operation, HandlerMethod handler) {
    var requires = handler.getMethodAnnotation(Requires.class);
    var words =
        requires == null
            ? ""
            : Arrays.stream(requires.value())
                .map(permission -> "`" + permission.word() + "`")
                .collect(Collectors.joining(" or "));
    var needs = words.isEmpty() ? "Needs a token, no permission." : "Needs " + words + ".";
    var description = operation.getDescription();
    operation.setDescription(description == null ? needs : description + "\n\n" + needs);
  }

  private static void addPaging(Operation operation) {
    var limit = new IntegerSchema();
    limit.setMinimum(BigDecimal.ONE);
    limit.setMaximum(BigDecimal.valueOf(Paging.MAX_LIMIT));
    limit.setDefault(Paging.DEFAULT_LIMIT);
    operation.addParametersItem(
        new Parameter()
            .in("query")
            .name("limit")
            .description("How many items at most.")
            .schema(limit));
    operation.addParametersItem(
        new Parameter()
            .in("query")
            .name("cursor")
            .description("`next_cursor` of the page before.")
            .schema(new StringSchema()));
  }

  private static Set<ErrorCode> codes(Operation operation, HandlerMethod handler, boolean open) {
    var codes = EnumSet.of(ErrorCode.INTERNAL_ERROR);
    if (!open) {
      codes.add(ErrorCode.AUTH_TOKEN_MISSING);
      codes.add(ErrorCode.AUTH_TOKEN_INVALID);
      codes.add(ErrorCode.AUTHZ_PERMISSION_DENIED);
      codes.add(ErrorCode.RATE_LIMITED);
    }
    if (operation.getRequestBody() != null) {
      codes.add(ErrorCode.VALIDATION_ERROR);
      codes.add(ErrorCode.PAYLOAD_TOO_LARGE);
      codes.add(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }
    if (operation.getParameters().stream().anyMatch(p -> "query".equals(p.getIn()))) {
      codes.add(ErrorCode.VALIDATION_ERROR);
    }
    var raises = handler.getMethodAnnotation(Raises.class);
    if (raises != null) {
      codes.addAll(List.of(raises.value()));
    }
    return codes;
  }

  private static void addErrors(Operation operation, Set<ErrorCode> codes, Dialect dialect) {
    codes.stream()
        .collect(
            Collectors.groupingBy(code -> code.status().value(), TreeMap::new, Collectors.toList()))
        .forEach(
            (status, same) ->
                operation.getResponses().addApiResponse("" + status, response(same, dialect)));
  }

  private static ApiResponse response(List<ErrorCode> codes, Dialect dialect) {
    var body =
        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + dialect.schema));
    codes.forEach(code -> body.addExamples(code.name(), dialect.example(code)));
    return new ApiResponse()
        .description(
            codes.stream()
                .map(code -> "`%s`: %s".formatted(code.name(), code.meaning()))
                .collect(Collectors.joining("\n\n")))
        .content(new Content().addMediaType(JSON, body));
  }

  private static Example example(ErrorCode code) {
    var error = new LinkedHashMap<String, Object>();
    error.put("code", code.name());
    error.put("message", code.meaning());
    if (code == ErrorCode.VALIDATION_ERROR) {
      error.put("details", List.of(Map.of("field", "name", "message", "must be a string")));
    }
    if (code == ErrorCode.RATE_LIMITED) {
      error.put("retry_after", 12);
    }
    var envelope = new LinkedHashMap<String, Object>();
    envelope.put("status", "error");
    envelope.put("error", error);
    envelope.put("meta", Map.of("request_id", "req_01k5x3v8n2e6t9b0q4m7w1z5ya"));
    return new Example().value(envelope);
  }

  private static Parameter header(String name, String description, String example) {
    return new Parameter()
        .in("header")
        .name(name)
        .description(description)
        .schema(new StringSchema().example(example));
  }
}
