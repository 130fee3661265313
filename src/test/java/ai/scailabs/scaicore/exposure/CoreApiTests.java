package ai.scailabs.scaicore.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The API of a Core: what it says of itself, and what it answers. */
@ServerTest
class CoreApiTests {

  private static final String SOURCE =
      """
      {"schema_version": "0.2", "name": "Shop", "version": "3.1", "description": "Sells things.",
       "types": {"Line": {"sku": "string", "count": "int"}, "Size": "enum[small, large]",
         "Tree": {"name": "string", "children": "array[Tree]"}},
       "flows": [
         {"name": "find", "description": "Finds orders.", "output_type": "{id: int, rest: object}",
          "params": [
           {"name": "id", "type": "int"}, {"name": "open", "type": "bool", "default": false},
           {"name": "tags", "type": "array[string]", "default": []},
           {"name": "size", "type": "Size?", "default": null},
           {"name": "limit", "type": "int?", "default": 10}],
          "body": [{"kind": "rigid", "statements": [{"kind": "return", "value":
            "{id: id, rest: {open: open, tags: tags, size: size, limit: limit, trigger: trigger}}"}]}]},
         {"name": "place", "params": [{"name": "lines", "type": "array[Line]"},
            {"name": "tree", "type": "Tree?", "default": null}],
          "body": [{"kind": "rigid", "statements": [
            {"kind": "return", "value": "{lines: lines, input: input}"}]}]},
         {"name": "newest", "body": [{"kind": "rigid", "statements": [
            {"kind": "return", "value": "\\"newest\\""}]}]},
         {"name": "approve", "body": [
            {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Sure?"}]},
         {"name": "fail", "body": [{"kind": "rigid", "statements": [
            {"kind": "return", "value": "nothing.there"}]}]}],
       "triggers": [
         {"kind": "api", "name": "find", "target_flow": "find", "method": "get", "path": "/orders/{id}"},
         {"kind": "api", "name": "newest", "target_flow": "newest", "method": "GET", "path": "/orders/newest"},
         {"kind": "api", "name": "place", "target_flow": "place", "method": "POST", "path": "/orders"},
         {"kind": "api", "name": "replace", "target_flow": "place", "method": "PUT", "path": "/orders/{id}"},
         {"kind": "api", "name": "approve", "target_flow": "approve"},
         {"kind": "api", "name": "fail", "target_flow": "fail"},
         {"kind": "event", "name": "quiet", "target_flow": "fail"}]}
      """;

  @LocalServerPort private int port;
  private Http admin;

  @BeforeEach
  void setUp() {
    admin = new Http(port, Demo.ADMIN);
  }

  @Test
  void theCompactSpecHasTheNamesAndDescriptionsOfTheFlows() {
    var core = Demo.create(admin, "Shop " + Ids.next(""), SOURCE);
    var spec = admin.as(Demo.VIEWER).get(Demo.CORES + "/" + core + "/api/spec");
    assertThat(spec.status()).isEqualTo(200);
    assertThat(spec.json().path("status").asString()).isEqualTo("ok");
    assertThat(spec.data().path("flows").size()).isEqualTo(5);
    assertThat(spec.data().path("flows").path(0).toString())
        .isEqualTo("{\"name\":\"find\",\"description\":\"Finds orders.\"}");
    assertThat(spec.data().at("/flows/1/description").isNull()).isTrue();
    var empty = Demo.create(admin, "Empty " + Ids.next(""), "{}");
    assertThat(admin.get(Demo.CORES + "/" + empty + "/api/spec").data().path("flows").isEmpty())
        .isTrue();
    assertThat(admin.get(Demo.CORES + "/" + core + "/api/spec?format=raml").field())
        .isEqualTo("format");
    assertThat(admin.as(Demo.GLOBEX).get(Demo.CORES + "/" + core + "/api/spec").code())
        .isEqualTo("CORE_NOT_FOUND");
  }

  @Test
  void theOpenApiDocumentIsMadeOfFlowsParametersAndTypes() {
    var core = Demo.create(admin, "Shop " + Ids.next(""), SOURCE);
    var document = admin.get(Demo.CORES + "/" + core + "/api/spec?format=openapi").json();

    assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
    assertThat(document.at("/info/version").asString()).isEqualTo("3.1");
    assertThat(document.at("/info/description").asString()).isEqualTo("Sells things.");
    assertThat(document.at("/servers/0/url").asString())
        .isEqualTo(Demo.CORES + "/" + core + "/api/invoke");
    assertThat(document.path("paths").propertyNames())
        .containsExactlyInAnyOrder(
            "/orders/{id}", "/orders/newest", "/orders", "/approve", "/fail");
    var find = document.path("paths").path("/orders/{id}").path("get");
    assertThat(find.path("description").asString()).isEqualTo("Finds orders.");
    assertThat(
            find.path("parameters")
                .valueStream()
                .map(
                    p ->
                        p.path("in").asString()
                            + " "
                            + p.path("name").asString()
                            + " "
                            + p.path("required")))
        .containsExactly(
            "path id true",
            "query open false",
            "query tags false",
            "query size false",
            "query limit false");
    assertThat(find.at("/parameters/0/schema").toString()).isEqualTo("{\"type\":\"integer\"}");
    assertThat(find.has("requestBody")).isFalse();
    assertThat(
            find.at(
                    "/responses/200/content/application~1json/schema/properties/data/properties/id/type")
                .asString())
        .isEqualTo("integer");
    var place = document.path("paths").path("/orders").path("post");
    var body = place.at("/requestBody/content/application~1json/schema");
    assertThat(body.path("required").toString()).isEqualTo("[\"lines\"]");
    assertThat(body.at("/properties/lines/items/$ref").asString())
        .isEqualTo("#/components/schemas/Line");
    assertThat(document.at("/components/schemas/Tree/properties/children/items/$ref").asString())
        .isEqualTo("#/components/schemas/Tree");
    var ids = new HashSet<String>();
    document
        .path("paths")
        .forEach(
            path ->
                path.forEach(
                    op -> assertThat(ids.add(op.path("operationId").asString())).isTrue()));
    assertThat(document.findValuesAsString("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
    assertThat(document.toString()).doesNotContain("$defs").doesNotContain("$schema");
  }

  @Test
  void theOpenApiDocumentIsThatOfTheProgramThatRuns() {
    var core = running();
    admin.put(Demo.CORES + "/" + core, "{\"source\": " + Demo.sample("greeter.ir.json") + "}");
    var path = Demo.CORES + "/" + core + "/api/spec";
    assertThat(admin.get(path + "?format=openapi").json().path("paths").has("/orders")).isTrue();
    assertThat(admin.get(path).data().at("/flows/0/name").asString()).isNotEqualTo("find");
  }

  @Test
  void pathParametersQueryAndBodyBecomeTheInput() {
    var core = running();
    var found =
        call("GET", core, "/orders/42?open=true&tags=a&tags=b%20c&size=large&limit=5", "").data();
    assertThat(found.path("id").isInt()).isTrue();
    assertThat(found.path("id").asInt()).isEqualTo(42);
    assertThat(found.at("/rest/open").asBoolean()).isTrue();
    assertThat(found.at("/rest/tags").toString()).isEqualTo("[\"a\",\"b c\"]");
    assertThat(found.at("/rest/size").asString()).isEqualTo("large");
    assertThat(found.at("/rest/limit").asInt()).isEqualTo(5);
    assertThat(found.at("/rest/trigger/kind").asString()).isEqualTo("api");
    assertThat(found.at("/rest/trigger/method").asString()).isEqualTo("GET");
    assertThat(found.at("/rest/trigger/path").asString()).isEqualTo("/orders/42");

    var defaults = call("GET", core, "/orders/7", "").data();
    assertThat(defaults.at("/rest/limit").asInt()).isEqualTo(10);
    assertThat(defaults.at("/rest/tags").isEmpty()).isTrue();

    var placed =
        call(
                "PUT",
                core,
                "/orders/9?id=3&who=me",
                "{\"lines\": [{\"sku\": \"x\", \"count\": 2}], \"id\": 5, \"more\": 1}")
            .data();
    assertThat(placed.at("/lines/0/count").asInt()).isEqualTo(2);
    assertThat(placed.at("/input/id").asString()).isEqualTo("9");
    assertThat(placed.at("/input/who").asString()).isEqualTo("me");
    assertThat(placed.at("/input/more").asInt()).isEqualTo(1);
  }

  @Test
  void textsBecomeTheFirstThingThatTheirTypeSays() {
    var core =
        Demo.running(
            admin,
            "Typed " + Ids.next(""),
            """
            {"schema_version": "0.2", "name": "Typed", "types": {"Number": "int | float"},
             "flows": [{"name": "typed", "params": [
                {"name": "amount", "type": "money"}, {"name": "price", "type": "money"},
                {"name": "ratio", "type": "float"}, {"name": "which", "type": "int | bool"},
                {"name": "either", "type": "string | int"}, {"name": "most", "type": "bool | Number?"}],
              "body": [{"kind": "rigid", "statements": [{"kind": "return", "value":
                "{amount: amount, price: price, ratio: ratio, which: which, either: either, most: most}"}]}]}],
             "triggers": [{"kind": "api", "name": "typed", "target_flow": "typed", "method": "GET"}]}
            """);
    admin.put(Demo.CORES + "/" + core, "{\"runtime_mode\": \"api\"}");
    var query = "/typed?amount=12.5&price=12.50%20EUR&ratio=1e5&either=5&most=4&which=";
    var typed = call("GET", core, query + "true", "");
    assertThat(typed.status()).as(typed.body()).isEqualTo(200);
    assertThat(typed.data().path("amount").asDouble()).isEqualTo(12.5);
    assertThat(typed.data().path("price").asString()).isEqualTo("12.50 EUR");
    assertThat(typed.data().path("ratio").asDouble()).isEqualTo(100_000);
    assertThat(typed.data().path("which").asBoolean()).isTrue();
    assertThat(typed.data().path("either").isString()).isTrue();
    assertThat(typed.data().path("most").isInt()).isTrue();
    assertThat(call("GET", core, query + "7", "").data().path("which").isInt()).isTrue();
    assertThat(call("GET", core, query + "maybe", "").field()).isEqualTo("query.which");
  }

  @Test
  void pathsThatDifferByNamesAloneAreOneOfTheDocumentAndOtherMethodsAreNone() {
    var source =
        SOURCE
            .replace(
                "\"method\": \"PUT\", \"path\": \"/orders/{id}\"",
                "\"method\": \"PUT\", \"path\": \"/orders/{order}\"")
            .replace(
                "\"name\": \"approve\", \"target_flow\": \"approve\"",
                "\"name\": \"approve\", \"target_flow\": \"approve\", \"method\": \"OPTIONS\"");
    var core = Demo.create(admin, "Shop " + Ids.next(""), source);
    var paths =
        admin.get(Demo.CORES + "/" + core + "/api/spec?format=openapi").json().path("paths");
    assertThat(paths.propertyNames())
        .containsExactlyInAnyOrder("/orders/{id}", "/orders/newest", "/orders", "/fail");
    var both = paths.path("/orders/{id}");
    assertThat(both.propertyNames()).containsExactly("get", "put");
    assertThat(both.at("/put/parameters/0/name").asString()).isEqualTo("id");
  }

  @Test
  void theMoreTextualPathWinsAndHeadIsThatOfGet() {
    var core = running();
    assertThat(call("GET", core, "/orders/newest", "").data().asString()).isEqualTo("newest");
    assertThat(call("GET", core, "/orders/newest/", "").status()).isEqualTo(200);
    assertThat(call("HEAD", core, "/orders/newest", "").status()).isEqualTo(200);
    assertThat(call("HEAD", core, "/orders/newest", "").body()).isEmpty();
  }

  @Test
  void whatDoesNotFitIsNamedByWhereItCameFrom() {
    var core = running();
    var refused = call("GET", core, "/orders/x?limit=many&open=maybe&size=huge", "");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.json().at("/error/details").findValuesAsString("field"))
        .containsExactlyInAnyOrder("path.id", "query.limit", "query.open", "query.size");
    assertThat(call("POST", core, "/orders", "{}").field()).isEqualTo("body.lines");
    assertThat(call("POST", core, "/orders", "{\"lines\": [{\"sku\": \"x\"}]}").field())
        .isEqualTo("body.lines[0].count");
    assertThat(call("POST", core, "/orders", "{\"lines\": ").code()).isEqualTo("VALIDATION_ERROR");
    assertThat(call("GET", core, "/orders/1?limit=%25zz", "").code()).isEqualTo("VALIDATION_ERROR");
    assertThat(executions(core)).isZero();
    var text =
        admin.send(
            "POST",
            Demo.CORES + "/" + core + "/api/invoke/orders",
            r -> r.header("Content-Type", "text/plain").POST(BodyPublishers.ofString("hi")));
    assertThat(text.status()).isEqualTo(415);
  }

  @Test
  void anotherMethodIsToldWhichOnesThereAreAndAnotherPathIsNotFound() {
    var core = running();
    var refused = call("DELETE", core, "/orders/42", "");
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.code()).isEqualTo("METHOD_NOT_ALLOWED");
    assertThat(refused.header("Allow")).isEqualTo("GET, PUT");
    var unknown = call("POST", core, "/nowhere", "{}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.code()).isEqualTo("NOT_FOUND");
    assertThat(unknown.message()).contains("POST /orders").contains("GET /orders/{id}");
    assertThat(call("POST", core, "/quiet", "{}").status()).isEqualTo(404);
    assertThat(call("GET", core, "", "").status()).isEqualTo(404);
    assertThat(call("POST", "core_nope", "/orders", "{}").code()).isEqualTo("CORE_NOT_FOUND");
  }

  @Test
  void oneThatWaitsForAPersonSaysWhereToLook() {
    var core = running();
    var waiting = call("POST", core, "/approve", "{}");
    assertThat(waiting.status()).as(waiting.body()).isEqualTo(202);
    var execution = waiting.data().path("execution_id").asString();
    assertThat(waiting.data().path("status").asString()).isEqualTo("suspended");
    assertThat(waiting.header("Location")).isEqualTo(Demo.EXECUTIONS + "/" + execution);
    assertThat(waiting.data().path("location").asString()).isEqualTo(waiting.header("Location"));
    var checkpoint = waiting.data().path("checkpoint_id").asString();
    assertThat(admin.get(Demo.CHECKPOINTS + "/" + checkpoint).status()).isEqualTo(200);
    admin.post(Demo.CHECKPOINTS + "/" + checkpoint + "/resolve", "{\"decision\": \"yes\"}");
    Demo.settled(admin, execution, "completed");
  }

  @Test
  void oneThatFailsAnswersItsError() {
    var core = running();
    var failed = call("POST", core, "/fail", "");
    assertThat(failed.status()).isEqualTo(502);
    assertThat(failed.code()).isEqualTo("EXECUTION_FAILED");
    assertThat(failed.message()).contains("UNKNOWN_NAME");
    assertThat(failed.json().at("/error/details").toString())
        .contains("execution_id")
        .contains("UNKNOWN_NAME")
        .contains("flows.fail.body[0]");
  }

  @Test
  void aRepeatedKeyBeginsNothing() {
    var core = running();
    for (int i = 0; i < 2; i++) {
      var answer =
          admin.send(
              "POST",
              Demo.CORES + "/" + core + "/api/invoke/orders",
              r ->
                  r.header("Content-Type", "application/json")
                      .header("Idempotency-Key", core)
                      .POST(BodyPublishers.ofString("{\"lines\": []}")));
      assertThat(answer.status()).isEqualTo(200);
    }
    assertThat(executions(core)).isEqualTo(1);
  }

  @Test
  void itNeedsTheModeApiARunningCoreAndThePermission() {
    var core = Demo.running(admin, "Shop " + Ids.next(""), SOURCE);
    assertThat(call("GET", core, "/orders/1", "").field()).isEqualTo("runtime_mode");
    admin.put(Demo.CORES + "/" + core, "{\"runtime_mode\": \"api\"}");
    assertThat(call("GET", core, "/orders/1", "").status()).isEqualTo(200);
    assertThat(admin.as(Demo.VIEWER).get(Demo.CORES + "/" + core + "/api/invoke/orders/1").status())
        .isEqualTo(403);
    assertThat(admin.as(Demo.GLOBEX).get(Demo.CORES + "/" + core + "/api/invoke/orders/1").code())
        .isEqualTo("CORE_NOT_FOUND");
    admin.post(Demo.CORES + "/" + core + "/stop", "");
    assertThat(call("GET", core, "/orders/1", "").code()).isEqualTo("CORE_NOT_RUNNING");
  }

  private String running() {
    var core = Demo.running(admin, "Shop " + Ids.next(""), SOURCE);
    admin.put(Demo.CORES + "/" + core, "{\"runtime_mode\": \"api\"}");
    return core;
  }

  private Http.Answer call(String method, String core, String path, String body) {
    return admin.send(
        method,
        Demo.CORES + "/" + core + "/api/invoke" + path,
        r ->
            body.isEmpty()
                ? r
                : r.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body)));
  }

  private int executions(String core) {
    JsonNode items = admin.get(Demo.EXECUTIONS + "?core_id=" + core).data().path("items");
    return items.size();
  }
}
