package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** {@code POST} and {@code PUT /cores} with a manifest in YAML. */
@ServerTest
class ManifestEndpointTests {

  @LocalServerPort private int port;
  private Http admin;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
  }

  private static Http.Answer send(Http caller, String method, String path, BodyPublisher body) {
    return caller.send(
        method, path, r -> r.header("Content-Type", "application/yaml").method(method, body));
  }

  private Http.Answer create(String yaml) {
    return send(admin, "POST", CORES, BodyPublishers.ofString(yaml));
  }

  private Http.Answer put(String id, String yaml) {
    return send(admin, "PUT", CORES + "/" + id, BodyPublishers.ofString(yaml));
  }

  private static String named(String name) {
    return Demo.sample("manifests/greeter.yaml").replace("Manifest Greeter", name);
  }

  private static List<String> details(Http.Answer answer) {
    return answer
        .json()
        .at("/error/details")
        .valueStream()
        .map(detail -> detail.path("field").asString() + " " + detail.path("message").asString())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/yaml", "application/x-yaml", "text/yaml", "text/yaml; charset=utf-8"})
  void aManifestBecomesACoreThatRuns(String type) {
    var name = "Greeter of " + type.replaceAll("\\W+", " ");
    var made =
        admin.send(
            "POST",
            CORES,
            r -> r.header("Content-Type", type).POST(BodyPublishers.ofString(named(name))));

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var core = made.data();
    assertThat(core.path("name").asString()).isEqualTo(name);
    assertThat(core.path("status").asString()).isEqualTo("created");
    assertThat(core.path("runtime_mode").asString()).isEqualTo("api");
    assertThat(core.at("/source/flows/0/body/0/kind").asString()).isEqualTo("rigid");
    assertThat(core.at("/source/triggers/0/target_flow").asString()).isEqualTo("greet");
    var id = core.path("id").asString();
    assertThat(admin.post(CORES + "/" + id + "/start", "").status()).isEqualTo(200);
    var ran = Demo.invoke(admin, id, "{\"name\": \"Ada\"}").data();
    assertThat(ran.at("/output/message").asString()).isEqualTo("Hello, Ada!");
  }

  @Test
  void whatTheManifestSaysOfTheCoreIsTheCores() {
    var made = create(Demo.sample("manifests/order-desk.yaml"));

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var core = made.data();
    assertThat(core.path("runtime_mode").asString()).isEqualTo("interactive");
    assertThat(core.path("concurrency_mode").asString()).isEqualTo("entity");
    assertThat(core.path("entity_key_field").asString()).isEqualTo("order_id");
    assertThat(core.at("/metadata/owner").asString()).isEqualTo("sales");
    assertThat(core.at("/resource_limits/max_duration").asString()).isEqualTo("10m");
    assertThat(core.at("/environment/warehouse").asString()).isEqualTo("south");
    assertThat(core.at("/environment/SHOP_TOKEN/set").asBoolean()).isTrue();
    assertThat(made.body()).doesNotContain("manifest-planted-secret");
    var start = admin.post(CORES + "/" + core.path("id").asString() + "/start", "");
    assertThat(start.status()).as(start.body()).isEqualTo(200);
  }

  @Test
  void whatScaiFlowSendsIsTaken() {
    var made = create(Demo.sample("manifests/expense-approver.yaml"));

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.data().at("/source/scaiflow_meta/source_id").asString())
        .isEqualTo("flow_expense");
    assertThat(made.data().at("/source/triggers").size()).isEqualTo(2);
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceAndNothingIsMade() {
    var answer = create(Demo.sample("manifests/broken.yaml"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("INVALID_SOURCE_IR");
    assertThat(details(answer))
        .hasSize(8)
        .anySatisfy(d -> assertThat(d).startsWith("core.flows[0].steps[1] E407"))
        .anySatisfy(
            d ->
                assertThat(d)
                    .startsWith("core.flows[0].steps[2].set.total E301")
                    .endsWith("(line 11, node node_sum)"));
    assertThat(admin.get(CORES + "?limit=200").body()).doesNotContain("Broken Manifest");
  }

  @Test
  void theDeepestManifestCanBeReadAndWrittenBack() {
    var yaml =
        "core: {name: Deep, variables: [{name: v, default: %s}], flows: [{name: f, steps: [{return:"
            + " %s}]}]}";
    var deepest = yaml.formatted(nested(96), nested(94));

    var made = create(deepest);

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var core = CORES + "/" + made.data().path("id").asString();
    var source = admin.get(core).data().path("source");
    assertThat(admin.put(core, "{\"source\": " + source + "}").status()).isEqualTo(200);
    assertThat(create(yaml.formatted(nested(97), "1")).message()).contains("deeper than 100");
    assertThat(create(yaml.formatted("1", nested(95))).message()).contains("deeper than 100");
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  @Test
  void textThatIsNoYamlIsAValidationErrorWithItsPlace() {
    var answer = create("core:\n  name: [oops\n");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.message()).contains("not valid YAML at line 3, column 1");
    assertThat(create("").message()).contains("empty");
    assertThat(create("core: {name: \"a\\0b\"}").message()).contains("U+0000");
    assertThat(create("core: !!java.net.URL [x]").message()).contains("tag");
    assertThat(send(admin, "POST", CORES, BodyPublishers.ofByteArray(new byte[] {1, -1})).code())
        .isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void aManifestOverOneMegabyteIsTooLarge() {
    var large = (named("Large") + "# " + "x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);

    var declared = send(admin, "POST", CORES, BodyPublishers.ofByteArray(large));
    var chunked =
        send(
            admin,
            "POST",
            CORES,
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));

    for (var answer : List.of(declared, chunked)) {
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.code()).isEqualTo("PAYLOAD_TOO_LARGE");
      assertThat(answer.message()).contains("1,048,576");
    }
  }

  @Test
  void theRulesOfTheCoresFieldsHoldForManifestsToo() {
    assertThat(create(named("Taken by YAML")).status()).isEqualTo(201);
    assertThat(create(named("Taken by YAML")).code()).isEqualTo("SLUG_CONFLICT");
    assertThat(create(named("x".repeat(201))).field()).isEqualTo("name");
    var elevated = named("Elevated YAML").replace("mode: api", "privilege_level: elevated");
    assertThat(
            send(admin.as(Demo.OPERATOR), "POST", CORES, BodyPublishers.ofString(elevated)).code())
        .isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(create(elevated).data().path("privilege_level").asString()).isEqualTo("elevated");
    var viewer = admin.as(Demo.VIEWER);
    assertThat(send(viewer, "POST", CORES, BodyPublishers.ofString(named("No"))).status())
        .isEqualTo(403);
    assertThat(
            admin
                .send(
                    "POST",
                    CORES,
                    r ->
                        r.header("Content-Type", "text/plain")
                            .POST(BodyPublishers.ofString(named("No"))))
                .code())
        .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void aPutChangesTheNameAndTheProgramAndKeepsTheSlug() {
    var id = create(named("Before")).data().path("id").asString();
    admin.post(CORES + "/" + id + "/start", "");

    var changed = put(id, named("After").replace("Hello", "Goodbye"));

    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.data().path("name").asString()).isEqualTo("After");
    assertThat(changed.data().path("slug").asString()).isEqualTo("before");
    assertThat(changed.data().path("status").asString()).isEqualTo("running");
    assertThat(greeting(id)).isEqualTo("Hello, Ada!");
    admin.post(CORES + "/" + id + "/restart", "");
    assertThat(greeting(id)).isEqualTo("Goodbye, Ada!");
  }

  private String greeting(String id) {
    return Demo.invoke(admin, id, "{\"name\": \"Ada\"}").data().at("/output/message").asString();
  }

  @Test
  void aPutIsVerifiedBeforeAnythingChangesAndKnowsTheCoresOwnPlugins() {
    var id = create(named("Steady")).data().path("id").asString();
    var before = core(id);

    assertThat(put(id, Demo.sample("manifests/broken.yaml")).status()).isEqualTo(422);
    assertThat(core(id)).isEqualTo(before);

    var calling =
        named("Steady")
            .replace("- return:", "- plugin_call: {alias: own, method: m}\n        - return:");
    assertThat(details(put(id, calling))).singleElement().asString().contains("own");
    admin.send(
        "PUT",
        CORES + "/" + id,
        r ->
            r.header("Content-Type", "application/json")
                .PUT(
                    BodyPublishers.ofString(
                        "{\"plugins\": [{\"alias\": \"own\", \"endpoint\":"
                            + " \"https://x.example\"}]}")));
    assertThat(put(id, calling).status()).isEqualTo(200);
    assertThat(core(id).path("plugins").size()).as("the Core's own entries stay").isEqualTo(1);
  }

  private JsonNode core(String id) {
    return admin.get(CORES + "/" + id).data();
  }

  @Test
  void aPutMindsTheVersionThatTheCallerHasSeen() {
    var id = create(named("Contended YAML")).data().path("id").asString();

    var stale =
        admin.send(
            "PUT",
            CORES + "/" + id,
            r ->
                r.header("Content-Type", "text/yaml")
                    .header("If-Match", "\"7\"")
                    .PUT(BodyPublishers.ofString(named("Contended YAML"))));
    var fresh =
        admin.send(
            "PUT",
            CORES + "/" + id,
            r ->
                r.header("Content-Type", "text/yaml")
                    .header("If-Match", "\"0\"")
                    .PUT(BodyPublishers.ofString(named("Contended YAML"))));

    assertThat(stale.code()).isEqualTo("CONFLICT");
    assertThat(fresh.status()).isEqualTo(200);
  }

  @Test
  void anotherTenantsCoreIsNotThere() {
    var id = create(named("Ours")).data().path("id").asString();

    var answer =
        send(
            admin.as(Demo.GLOBEX),
            "PUT",
            CORES + "/" + id,
            BodyPublishers.ofString(named("Theirs")));

    assertThat(answer.code()).isEqualTo("CORE_NOT_FOUND");
  }

  @Test
  void theOpenApiDocumentHasBothFormsWithExamples() {
    var document = admin.as(null).get("/v3/api-docs").json();

    for (var operation :
        List.of(
            document.at("/paths/~1v1~1modules~1scaicore~1cores/post"),
            document.at("/paths/~1v1~1modules~1scaicore~1cores~1{core_id}/put"))) {
      var content = operation.at("/requestBody/content");
      assertThat(content.propertyNames())
          .contains("application/json", "application/yaml", "application/x-yaml", "text/yaml");
      assertThat(content.at("/application~1json/schema/$ref").asString()).endsWith("/CoreRequest");
      assertThat(content.at("/application~1json/example").isObject()).isTrue();
      assertThat(content.at("/application~1yaml/schema/type").asString()).isEqualTo("string");
      assertThat(content.at("/application~1yaml/example").asString()).contains("core:");
      assertThat(operation.path("description").asString()).contains("manifest");
      assertThat(operation.at("/responses/422").isMissingNode()).isFalse();
    }
  }
}
