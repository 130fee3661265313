package ai.scailabs.scaicore.story;

import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AllLogs;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.Needles;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Secrets are planted wherever the service takes one; then everything is walked that a caller can
 * reach, programs do their worst, and every answer, every log line and every row is searched.
 */
@ServerTest
class PlantedSecretTests {

  /** What makes the plain, the escaped and the encoded form of a value differ. */
  private static final String AWKWARD = "/+\\\"&%\\u00e9 \\n";

  private static final String ENVIRONMENT = "Pl4nt3dEnvironment7f3a";
  private static final String NESTED = "Pl4nt3dNested91c2";
  private static final String LISTED = "Pl4nt3dListed55d0";
  private static final String PLUGIN = "Pl4nt3dPlugin08ee";
  private static final String PLUGIN_DEEP = "Pl4nt3dPluginDeep3b1";
  private static final String PLUGIN_LISTED = "Pl4nt3dPluginListed77a";
  private static final String TRIGGER = "Pl4nt3dTrigger4be9";
  private static final String MANIFEST = "Pl4nt3dManifest62fd";
  private static final String REFUSED = "Pl4nt3dRefused1d4c";
  private static final String BACKEND = "Pl4nt3dBackend2c4f";
  private static final String TOKEN = "Pl4nt3dToken90aa";

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;

  private final Needles needles =
      new Needles()
          .add("the environment's secret", ENVIRONMENT)
          .add("the nested secret", NESTED)
          .add("the secret in a list", LISTED)
          .add("the plugin's secret", PLUGIN)
          .add("the plugin's nested secret", PLUGIN_DEEP)
          .add("the plugin's secret in a list", PLUGIN_LISTED)
          .add("the trigger's secret", TRIGGER)
          .add("the manifest's secret", MANIFEST)
          .add("the key of a backend", BACKEND)
          .add("the secret of a refused request", REFUSED)
          .add("the token", TOKEN);

  private final List<String> leaks = new ArrayList<>();
  private final List<String> planted = new ArrayList<>();
  private int answers;
  private Http admin;
  private AllLogs logs;

  @BeforeEach
  void listen() {
    admin = new Http(port, Demo.ADMIN);
    logs = new AllLogs(needles);
  }

  @AfterEach
  void stopListening() {
    logs.close();
    planted.forEach(id -> admin.send("DELETE", CORES + "/" + id, r -> r));
  }

  private Http.Answer searched(Http.Answer answer) {
    answers++;
    if (answer.status() == 201 && answer.data().path("id").asString("").startsWith("core_")) {
      planted.add(answer.data().path("id").asString());
    }
    needles
        .in(answer.body() + answer.response().headers().map())
        .ifPresent(name -> leaks.add(name + " in " + answer.response() + ": " + answer.body()));
    return answer;
  }

  private Http.Answer send(Http caller, String method, String path, String type, String body) {
    return searched(
        caller.send(
            method,
            path,
            r -> r.header("Content-Type", type).method(method, BodyPublishers.ofString(body))));
  }

  private static String secret(String value) {
    return "{\"type\": \"secret\", \"value\": \"" + value + AWKWARD + "\"}";
  }

  @Test
  void noneOfThemIsEverSeenAgain() {
    var ids = plant();
    refuse();
    runPrograms();
    walk(ids);
    searchTables();

    assertThat(leaks).as("leaks in answers and tables").isEmpty();
    assertThat(logs.found()).as("leaks in the log").isEmpty();
    assertThat(answers).isGreaterThan(60);
    assertThat(logs.seen()).as("the log was watched").isGreaterThan(100);
  }

  @Test
  void theSearchFindsWhatIsThere() {
    assertThat(needles.in("x" + NESTED)).hasValue("the nested secret");
    for (var before : List.of("", "a", "ab", "abc")) {
      var hidden =
          java.util.Base64.getEncoder()
              .encodeToString(
                  (before + TOKEN + "!").getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(needles.in(hidden)).as(hidden).hasValue("the token in base64");
    }
    org.slf4j.LoggerFactory.getLogger("org.example").debug("saw {}", TRIGGER);
    assertThat(logs.found()).singleElement().asString().startsWith("the trigger's secret");
  }

  /** Puts a secret wherever one is taken, and answers ids for every variable of a path. */
  private Map<String, String> plant() {
    var made =
        send(
            admin,
            "POST",
            CORES,
            "application/json",
            """
            {"name": "Planted", "environment": {"KEY": %s, "nest": {"deep": {"K": %s}},
               "list": [{"n": 1, "K": %s}], "triggers": [{"event_type": "e", "flow": "main", "secret": %s}]},
             "plugins": [{"alias": "erp", "endpoint": "https://erp.example", "config":
               {"token": %s, "auth": {"basic": {"password": %s}}, "keys": [%s]}}],
             "metadata": {"description": "d"}, "source": %s}
            """
                .formatted(
                    secret(ENVIRONMENT),
                    secret(NESTED),
                    secret(LISTED),
                    secret(TRIGGER),
                    secret(PLUGIN),
                    secret(PLUGIN_DEEP),
                    secret(PLUGIN_LISTED),
                    Demo.sample("approval-agent.ir.json")));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var core = made.data().path("id").asString();
    searched(admin.post(CORES + "/" + core + "/start", ""));
    var waiting = searched(Demo.invoke(admin, core, "{\"message\": \"Hotel 900\"}")).data();
    searched(admin.post(CORES + "/" + core + "/publish", "{\"group_ids\": [\"mg_qa\"]}"));
    // As it was shown, and with a value anew.
    var shown = searched(admin.get(CORES + "/" + core)).data();
    send(
        admin,
        "PUT",
        CORES + "/" + core,
        "application/json",
        "{\"environment\": "
            + shown.path("environment")
            + ", \"plugins\": "
            + shown.path("plugins")
            + "}");
    send(
        admin,
        "PUT",
        CORES + "/" + core,
        "application/json",
        "{\"plugins\": [{\"alias\": \"erp\", \"config\": {\"token\": " + secret(PLUGIN) + "}}]}");
    // The one answer that shows a key is that to the request which makes it.
    var key = admin.post("/v1/api-keys", "{\"name\": \"planted\"}").data();
    needles.add("the API key", key.path("key").asString().substring(16));
    searched(new Http(port, key.path("key").asString()).get("/v1/me"));
    var yaml =
        "core:\n  name: Planted Manifest\n  environment: {KEY: {type: secret, value: \"%s\"}}\n  flows: [{name: f, steps: [{template: x}]}]\n"
            .formatted(MANIFEST);
    assertThat(send(admin, "POST", CORES, "application/yaml", yaml).status()).isEqualTo(201);
    var backend =
        send(
            admin,
            "POST",
            "/v1/backends",
            "application/json",
            "{\"name\": \"Planted\", \"provider\": \"planted\", \"base_url\":"
                + " \"https://models.example/v1\", \"api_key\": "
                + "{\"type\": \"secret\", \"value\": \""
                + BACKEND
                + "\"}}");
    assertThat(backend.status()).as(backend.body()).isEqualTo(201);
    var ids = new LinkedHashMap<String, String>();
    ids.put("backend_id", backend.data().path("id").asString());
    ids.put("core_id", core);
    ids.put("execution_id", waiting.path("id").asString());
    ids.put("checkpoint_id", waiting.path("checkpoint_id").asString());
    ids.put("slug", "scaicore/acme/planted");
    ids.put("id", "mg_qa");
    ids.put("key_id", key.path("id").asString());
    ids.put("backend_id", backend());
    return ids;
  }

  /** A backend whose server tells everybody the key that it is sent. */
  private String backend() {
    try (var server = new ModelServer()) {
      var provider = Models.provider();
      var made =
          searched(
              admin.post(
                  Models.BACKENDS,
                  """
                  {"name": "Telling", "provider": "%s", "base_url": "%s", "api_key": "%s"}
                  """
                      .formatted(provider, server.url(), BACKEND)));
      assertThat(made.status()).as(made.body()).isEqualTo(201);
      var id = made.data().path("id").asString();
      var model = Models.model(admin, id);
      ModelServer.Answer told =
          (exchange, asked) ->
              ModelServer.error(
                      401, "Incorrect API key: " + asked.authorization(), "X-Key", BACKEND)
                  .to(exchange, asked);
      for (int status : new int[] {400, 401, 403, 404, 429, 500}) {
        server.then(ModelServer.error(status, "Not with " + BACKEND));
        searched(Models.chat(admin, model, "tell", ""));
      }
      server.then(told).then(ModelServer.status(200, "{\"key\": \"" + BACKEND + "\"}"));
      searched(Models.chat(admin, model, "tell", ""));
      searched(Models.chat(admin, model, "tell", ""));
      server.then(told).then(told).then(told);
      var core =
          Demo.running(
              admin,
              "Asks a telling server",
              """
              {"models": [{"role": "primary", "provider": "%s", "model": "m"}], "flows":
                [{"name": "main", "body": [{"kind": "flexible", "goal": "Tell"}]}]}
              """
                  .formatted(provider));
      searched(Demo.invoke(admin, core, "{}"));
      assertThat(server.asked()).isNotEmpty();
      assertThat(server.lastAsked().authorization()).contains(BACKEND);
      return id;
    }
  }

  /** Requests with secrets in them that are refused, each in a way of its own. */
  private void refuse() {
    var with = "{\"name\": \"Refused\", \"environment\": {\"K\": " + secret(REFUSED) + "}";
    for (var body :
        List.of(
            with,
            with + "]",
            with + ", \"runtime_mode\": 5}",
            with + ", \"runtime_mode\": \"sometimes\"}",
            with + ", \"concurrency_mode\": \"entity\"}",
            with
                + ", \"plugins\": [{\"alias\": \"Bad Alias\", \"config\": {\"k\": "
                + secret(REFUSED)
                + "}}]}",
            with + ", \"environment\": 1}",
            with + ", \"source\": {\"environment\": {\"K\": " + secret(REFUSED) + "}}}",
            with
                + ", \"source\": {\"plugins\": [{\"alias\": \"a\", \"config\": {\"k\": "
                + secret(REFUSED)
                + "}}]}}",
            with + ", \"metadata\": {\"skills\": 1}}",
            with + ", \"name\": \"Planted\"}",
            with.replace("Refused", "Planted") + "}",
            with.replace("Refused", "!!!") + "}",
            "{\"name\": \"R\", \"environment\": {\"K\": {\"type\": \"secret\", \"value\": [\""
                + REFUSED
                + "\"]}}}",
            "{\"name\": \"R\", \"environment\": \"" + REFUSED + "\"}",
            "{\"name\": \"R\", \"environment\": {\"type\": \"secret\", \"value\": \""
                + REFUSED
                + "\"},}",
            "\"" + REFUSED + "\"",
            "[" + REFUSED + "]")) {
      var answer = send(admin, "POST", CORES, "application/json", body);
      assertThat(answer.status()).as(body).isGreaterThanOrEqualTo(400);
      assertThat(answer.status()).as(body).isLessThan(500);
    }
    for (var yaml :
        List.of(
            "core:\n  name: R\n  environment: {K: {type: secret, value: " + REFUSED + "}}\n",
            "core:\n  name: R\n  environment:\n    K: {type: secret, value: \"" + REFUSED + "}\n",
            "core:\n  name: R\n  plugins: [{alias: a, config: {k: {type: secret, value: "
                + REFUSED
                + "}}}]\n",
            "core:\n  name: R\n  flows: [{name: f, steps: [{template: x}]}]\n"
                + "environment: {K: {type: secret, value: "
                + REFUSED
                + "}}\n",
            "core:\n  environment: " + REFUSED + "\n")) {
      assertThat(send(admin, "POST", CORES, "application/yaml", yaml).status()).isIn(400, 422);
    }
    send(admin, "POST", CORES, "text/plain", with);
    send(admin.as(Demo.VIEWER), "POST", CORES, "application/json", with + "}");
    for (var token : List.of(TOKEN, "sgk_" + TOKEN, "eyJhbGciOiJub25lIn0.e" + TOKEN + ".")) {
      assertThat(searched(new Http(port, token).get("/v1/me")).status()).isEqualTo(401);
    }
  }

  /** Programs that would tell. */
  private void runPrograms() {
    int number = 0;
    for (var block : LeakingPrograms.blocks()) {
      runLeaking(number++, block);
    }
  }

  private void runLeaking(int number, String block) {
    for (var declared : List.of("true", "false")) {
      var source =
          """
          {"schema_version": "0.2", "config": [{"name": "KEY", "type": "string", "secret": %s},
             {"name": "nest"}, {"name": "list"}],
           "models": [{"role": "primary", "provider": "scaigrid", "model": "offline/echo"}],
           "flows": [{"name": "main", "body": [%s]}]}
          """
              .formatted(declared, block);
      var made =
          send(
              admin,
              "POST",
              CORES,
              "application/json",
              """
              {"name": "Leaking %d %s", "source": %s, "environment":
                {"KEY": %s, "nest": {"deep": {"K": %s}}, "list": [{"n": 1, "K": %s}]}}
              """
                  .formatted(
                      number,
                      declared,
                      source,
                      secret(ENVIRONMENT),
                      secret(NESTED),
                      secret(LISTED)));
      var core = made.data().path("id").asString();
      // A program that says it has a secret and tells it is refused by the verifier.
      if (searched(admin.post(CORES + "/" + core + "/start", "")).status() != 200) {
        continue;
      }
      searched(Demo.invoke(admin, core, "{}"));
      var slug = searched(admin.post(CORES + "/" + core + "/publish", "{}")).data();
      searched(
          admin.post(
              "/v1/inference/chat",
              "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"tell\"}]}"
                  .formatted(slug.at("/metadata/published_slug").asString())));
      searched(admin.get(CORES + "/" + core + "/executions"));
    }
  }

  /** Every GET of the OpenAPI document, as its admin and as the super admin. */
  private void walk(Map<String, String> ids) {
    searched(admin.get("/v3/api-docs"))
        .json()
        .path("paths")
        .properties()
        .forEach(
            route -> {
              if (route.getValue().has("get")) {
                var path = route.getKey();
                for (var id : ids.entrySet()) {
                  path = path.replaceAll("\\{\\*?" + id.getKey() + "}", id.getValue());
                }
                path = path.replaceAll("\\{[^/]*}", "unknown");
                var wanted = path;
                for (var caller : List.of(admin, admin.as(Demo.SUPER), admin.as(null))) {
                  // A stream that opened would not end: one refuses an id that it never gave.
                  searched(
                      caller.send(
                          "GET",
                          wanted,
                          request ->
                              wanted.endsWith("/stream")
                                  ? request.header("Last-Event-ID", "nonsense")
                                  : request));
                }
              }
            });
    for (var list : List.of(CORES, Demo.CHECKPOINTS, "/v1/audit/events", "/v1/models")) {
      searched(admin.get(list + "?limit=200"));
    }
  }

  private void searchTables() {
    var tables =
        jdbc.sql("select table_name from information_schema.tables where table_schema = 'public'")
            .query(String.class)
            .list();
    assertThat(tables).hasSizeGreaterThan(15);
    for (var table : tables) {
      jdbc.sql("select t::text from \"%s\" t".formatted(table))
          .query(String.class)
          .list()
          .forEach(
              row ->
                  needles.in(row).ifPresent(name -> leaks.add(name + " in " + table + ": " + row)));
    }
  }
}
