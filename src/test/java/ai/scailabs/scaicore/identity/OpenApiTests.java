package ai.scailabs.scaicore.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.RawJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@ServerTest
@Import(OpenApiTests.ShelfController.class)
class OpenApiTests {

  @RestController
  static class ShelfController {

    enum Binding {
      HARD_COVER
    }

    record Book(
        String bookTitle,
        Binding binding,
        Instant issuedAt,
        @Schema(type = "object", description = "Whatever.") RawJson freeForm,
        @Nullable String subtitle,
        @Nullable JsonNode moreFreeForm,
        boolean isAsync) {

      public boolean isOld() {
        return false;
      }
    }

    @GetMapping("/shelf/books")
    @Requires(Permission.SCAICORE_VIEW)
    @Operation(summary = "List", description = "Lists books.")
    Envelope<Envelope.Items<Book>> list(Paging paging, Caller caller) {
      return Envelope.of(new Page<>(List.of(), null));
    }

    @PostMapping("/shelf/books")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires({Permission.SCAICORE_MANAGE, Permission.SCAICORE_DEBUG})
    @Raises(ErrorCode.SLUG_CONFLICT)
    @Operation(summary = "Add", description = "Adds a book.")
    Envelope<Book> add(@RequestBody Book book, Caller caller) {
      return Envelope.of(book);
    }

    @PutMapping("/shelf/books")
    @Requires(Permission.SCAICORE_MANAGE)
    @Operation(summary = "Change", description = "Changes a book.")
    Envelope<Book> change(
        @io.swagger.v3.oas.annotations.parameters.RequestBody(
                content = @Content(examples = @ExampleObject("{\"book_title\": \"Dune\"}")))
            @RequestBody
            Book book) {
      return Envelope.of(book);
    }

    @GetMapping("/shelf/open")
    @Public
    @Operation(summary = "Open?", description = "Whether it is.")
    Envelope<String> open() {
      return Envelope.of("yes");
    }
  }

  @LocalServerPort int port;

  JsonNode document;

  @BeforeEach
  void setUp() {
    document = new Http(port, null).get("/v3/api-docs").json();
  }

  @Test
  void itIsOpenApiThreeOneWithABearerScheme() {
    assertThat(document.path("openapi").asString()).startsWith("3.1");
    assertThat(document.at("/components/securitySchemes/bearer/scheme").asString())
        .isEqualTo("bearer");
    assertThat(document.at("/servers/0/url").asString()).isEqualTo("/");
  }

  @Test
  void namesTypesAndWordsAreThoseOfTheJson() {
    var book = document.at("/components/schemas/Book/properties");
    assertThat(book.propertyNames())
        .containsExactlyInAnyOrder(
            "book_title",
            "subtitle",
            "binding",
            "issued_at",
            "free_form",
            "more_free_form",
            "is_async");
    assertThat(book.at("/binding/enum/0").asString()).isEqualTo("hard_cover");
    assertThat(book.at("/issued_at/format").asString()).isEqualTo("date-time");
    assertThat(book.at("/free_form/type").asString()).isEqualTo("object");
    assertThat(book.at("/more_free_form/type").size()).isEqualTo(6);
    assertThat(book.at("/more_free_form/properties").isMissingNode()).isTrue();
  }

  @Test
  void whatMayBeNullSaysSoAndTheRestIsRequired() {
    var book = document.at("/components/schemas/Book");
    assertThat(book.at("/properties/subtitle/type").toString()).isEqualTo("[\"string\",\"null\"]");
    assertThat(book.path("required").toString())
        .contains("book_title", "is_async")
        .doesNotContain("subtitle", "more_free_form");
    assertThat(document.at("/components/schemas/ErrorEnvelopeProblem/required").toString())
        .doesNotContain("details", "retry_after");
  }

  @Test
  void aBodyDescribedByAnExampleHasItsSchemaToo() {
    var content = operation("/shelf/books", "put").at("/requestBody/content/application~1json");
    assertThat(content.at("/schema/$ref").asString()).isEqualTo("#/components/schemas/Book");
    assertThat(content.path("example").isObject()).isTrue();
  }

  @Test
  void streamsAreServerSentEvents() {
    for (var path :
        List.of(
            "/v1/modules/scaicore/checkpoints/stream",
            "/v1/modules/scaicore/cores/{core_id}/logs/stream")) {
      assertThat(operation(path, "get").at("/responses/200/content").toString())
          .isEqualTo("{\"text/event-stream\":{\"schema\":{\"type\":\"string\"}}}");
    }
  }

  @Test
  void onlyListsHavePagination() {
    var schemas = document.at("/components/schemas");
    assertThat(schemas.at("/EnvelopeBook/properties").has("pagination")).isFalse();
    assertThat(schemas.at("/EnvelopeEnvelopeItemsBook/properties").has("pagination")).isTrue();
  }

  @Test
  void parametersOfEveryOperationAreThere() {
    var list = operation("/shelf/books", "get");
    assertThat(names(list))
        .containsExactlyInAnyOrder("limit", "cursor", "X-Tenant-Id", "X-Request-Id");
    assertThat(names(operation("/shelf/open", "get"))).containsExactly("X-Request-Id");
  }

  @Test
  void permissionsAndErrorsStandInEveryOperation() {
    var add = operation("/shelf/books", "post");
    assertThat(add.path("description").asString())
        .contains("Needs `scaicore:manage` or `scaicore:debug`.");
    assertThat(add.path("responses").propertyNames())
        .containsExactlyInAnyOrder("201", "400", "401", "403", "409", "413", "415", "429", "500");
    assertThat(
            add.at(
                    "/responses/409/content/application~1json/examples/SLUG_CONFLICT/value/error/code")
                .asString())
        .isEqualTo("SLUG_CONFLICT");
    assertThat(add.at("/responses/409/content/application~1json/schema/$ref").asString())
        .isEqualTo("#/components/schemas/ErrorEnvelope");
    assertThat(document.at("/components/schemas/ErrorEnvelope/properties").propertyNames())
        .containsExactly("status", "error", "meta");
  }

  @Test
  void aPublicOperationNeedsNothing() {
    var open = operation("/shelf/open", "get");
    assertThat(open.path("security").size()).isZero();
    assertThat(open.path("security").isArray()).isTrue();
    assertThat(open.path("responses").propertyNames()).containsExactlyInAnyOrder("200", "500");
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(document.findValuesAsString("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  private JsonNode operation(String path, String method) {
    return document.path("paths").path(path).path(method);
  }

  private static List<String> names(JsonNode operation) {
    return operation.path("parameters").findValuesAsString("name");
  }
}
