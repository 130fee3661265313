package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code seeds/api-reference.md}, "Cores", and what the HTTP contract adds to it. */
@ServerTest
class CoreEndpointTests {

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private Http admin;
  private Http operator;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
    operator = admin.as(Demo.OPERATOR);
  }

  @Test
  void onlyTheNameIsRequiredAndEverythingElseHasItsDefault() {
    var made = operator.post(CORES, "{\"name\": \"  All Defaults  \"}");

    assertThat(made.status()).isEqualTo(201);
    var core = made.data();
    assertThat(core.path("name").asString()).isEqualTo("All Defaults");
    assertThat(core.path("slug").asString()).isEqualTo("all-defaults");
    assertThat(core.path("status").asString()).isEqualTo("created");
    assertThat(core.path("runtime_mode").asString()).isEqualTo("event_driven");
    assertThat(core.path("concurrency_mode").asString()).isEqualTo("stateless");
    assertThat(core.path("checkpoint_mode").asString()).isEqualTo("auto");
    assertThat(core.path("privilege_level").asString()).isEqualTo("standard");
    assertThat(core.path("identity_mode").asString()).isEqualTo("service_account");
    assertThat(core.path("source").toString()).isEqualTo("{}");
    assertThat(core.path("plugins").toString()).isEqualTo("[]");
    assertThat(core.path("environment").toString()).isEqualTo("{}");
    for (var empty :
        new String[] {"entity_key_field", "avatar_url", "status_reason", "started_at"}) {
      assertThat(core.has(empty)).as(empty).isTrue();
      assertThat(core.path(empty).isNull()).as(empty).isTrue();
    }
    assertThat(admin.get(CORES + "/" + core.path("id").asString()).data()).isEqualTo(core);
  }

  @ParameterizedTest(name = "{0} is refused for {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|name",
        "{\"name\": \"   \"}|name",
        "{\"name\": 5}|name",
        "{\"name\": \"x\\u0000y\"}|name",
        "{\"name\": \"x\", \"runtime_mode\": \"sometimes\"}|runtime_mode",
        "{\"name\": \"x\", \"concurrency_mode\": \"entity\"}|entity_key_field",
        "{\"name\": \"x\", \"checkpoint_mode\": 1}|checkpoint_mode",
        "{\"name\": \"x\", \"source\": []}|source",
        "{\"name\": \"x\", \"source\": \"text\"}|source",
        "{\"name\": \"x\", \"plugins\": {}}|plugins",
        "{\"name\": \"x\", \"plugins\": [{\"alias\": \"Bad Alias\"}]}|plugins[0].alias",
        "{\"name\": \"x\", \"plugins\": [{\"alias\": \"a\"}, {\"alias\": \"a\"}]}|plugins[1].alias",
        "{\"name\": \"x\", \"plugins\": [{\"alias\": \"a\"}, {\"alias\": \"b\", \"endpoint\":"
            + " \"ftp://x.example\"}]}|plugins[1].endpoint",
        "{\"name\": \"x\", \"plugins\": [{\"alias\": \"a\", \"endpoint\":"
            + " \"https://10.0.0.1\"}]}|plugins[0].endpoint",
        "{\"name\": \"x\", \"plugins\": [{\"alias\": \"a\", \"endpoint\":"
            + " \"plugin://nobody\"}]}|plugins[0].endpoint",
        "{\"name\": \"x\", \"plugins\": [{\"alias\": \"a\", \"endpoint\": \""
            + " \"}]}|plugins[0].endpoint",
        "{\"name\": \"x\", \"metadata\": \"m\"}|metadata",
        "{\"name\": \"x\", \"environment\": {\"K\": {\"type\": \"secret\", \"value\":"
            + " 5}}}|environment.K.value",
        "{\"name\": \"x\", \"environment\": {\"K\": {\"type\": \"secret\"}}}|environment.K",
      })
  void aBadFieldIsNamed(String body, String field) {
    var answer = admin.post(CORES, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.field()).isEqualTo(field);
  }

  @Test
  void aTakenSlugIsAConflictAlsoWhenTwoAskAtOnce() {
    var answers = AtOnce.run(8, i -> admin.post(CORES, "{\"name\": \"Same Name\"}"));

    assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(a -> a.status() != 201)
        .allSatisfy(a -> assertThat(a.code()).isEqualTo("SLUG_CONFLICT"));
  }

  @Test
  void aPrivilegeAboveTheCallersOwnIsRefused() {
    var elevated = "{\"name\": \"Elevated %s\", \"privilege_level\": \"elevated\"}";
    assertThat(operator.post(CORES, elevated.formatted("a")).code())
        .isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(admin.post(CORES, elevated.formatted("b")).status()).isEqualTo(201);
    assertThat(admin.post(CORES, "{\"name\": \"Adm\", \"privilege_level\": \"admin\"}").status())
        .isEqualTo(403);
    assertThat(
            admin
                .as(Demo.SUPER)
                .post(CORES, "{\"name\": \"Adm\", \"privilege_level\": \"admin\"}")
                .status())
        .isEqualTo(201);
  }

  @Test
  void viewersReadAndDoNotWrite() {
    var viewer = admin.as(Demo.VIEWER);
    assertThat(viewer.get(CORES).status()).isEqualTo(200);
    var refused = viewer.post(CORES, "{\"name\": \"No\"}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.message()).contains("scaicore:manage");
  }

  @Test
  void putReplacesWhatItIsGivenAndLeavesTheRest() {
    var id = Demo.create(admin, "Partly", Demo.sample("greeter.ir.json"));
    var before = admin.get(CORES + "/" + id).data();

    var after =
        put(id, "{\"metadata\": {\"a\": 1}, \"slug\": \"forged\", \"tenant_id\": \"t\"}", null);

    assertThat(after.status()).isEqualTo(200);
    assertThat(after.data().path("metadata").toString()).isEqualTo("{\"a\":1}");
    for (var same : new String[] {"name", "slug", "tenant_id", "source", "status", "created_at"}) {
      assertThat(after.data().path(same)).as(same).isEqualTo(before.path(same));
    }
  }

  @Test
  void aLostUpdateIsAConflict() {
    var id = Demo.create(admin, "Contended", "{}");
    assertThat(put(id, "{\"name\": \"First\", \"version\": 0}", null).status()).isEqualTo(200);
    assertThat(put(id, "{\"name\": \"Second\", \"version\": 0}", null).code())
        .isEqualTo("CONFLICT");
    assertThat(put(id, "{\"name\": \"Third\"}", "\"0\"").code()).isEqualTo("CONFLICT");
    assertThat(put(id, "{\"name\": \"Fourth\"}", "\"1\"").status()).isEqualTo(200);
    assertThat(put(id, "{\"name\": \"Fifth\"}", "*").status()).isEqualTo(200);
    assertThat(put(id, "{\"name\": \"Sixth\"}", "soon").field()).isEqualTo("If-Match");

    var answers =
        AtOnce.run(6, i -> put(id, "{\"name\": \"Racer " + i + "\", \"version\": 3}", null));
    assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(a -> a.status() != 200)
        .allSatisfy(a -> assertThat(a.code()).isEqualTo("CONFLICT"));
  }

  @Test
  void aSecretGoesInAndNeverComesOut() {
    var planted = "planted-9f3c";
    var made =
        admin.post(
            CORES,
            """
            {"name": "Keeper", "environment": {"KEY": {"type": "secret", "value": "%s"}, "PLAIN": 1},
             "plugins": [{"alias": "erp", "endpoint": "https://erp.example", "config":
               {"token": {"type": "secret", "value": "%s"}, "ledger": "main"}}]}
            """
                .formatted(planted, planted));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var id = made.data().path("id").asString();
    assertThat(made.data().path("environment").path("KEY").toString())
        .isEqualTo("{\"type\":\"secret\",\"value\":null,\"set\":true}");

    // Written back as it was read, it stays; without it, it goes.
    var kept = put(id, "{\"environment\": " + made.data().path("environment") + "}", null);
    assertThat(kept.status()).as(kept.body()).isEqualTo(200);
    assertThat(secrets(id))
        .containsExactlyInAnyOrder("environment.KEY", "plugins.erp.config.token");
    assertThat(put(id, "{\"environment\": {\"PLAIN\": 2}}", null).status()).isEqualTo(200);
    assertThat(secrets(id)).containsExactly("plugins.erp.config.token");
    var gone = put(id, "{\"environment\": {\"KEY\": {\"type\": \"secret\", \"set\": true}}}", null);
    assertThat(gone.field()).isEqualTo("environment.KEY");

    assertThat(admin.get(CORES + "/" + id).body() + admin.get(CORES).body() + kept.body())
        .doesNotContain(planted);
    assertThat(
            jdbc.sql("select string_agg(c::text, '') from mod_scaicore_cores c")
                .query(String.class)
                .single())
        .doesNotContain(planted);
  }

  @Test
  void triggersSurviveAnEnvironmentWithoutThem() {
    var made =
        admin.post(
            CORES,
            "{\"name\": \"Triggered\", \"environment\": {\"triggers\": [{\"id\": 1}], \"A\": 1}}");
    var id = made.data().path("id").asString();

    var after = put(id, "{\"environment\": {\"B\": 2}}", null).data();

    assertThat(after.path("environment").toString())
        .isEqualTo("{\"B\":2,\"triggers\":[{\"id\":1}]}");
  }

  @Test
  void aTriggersSecretSurvivesAnEnvironmentWithoutThem() {
    var made =
        admin.post(
            CORES,
            """
            {"name": "Sealed trigger", "environment": {"A": 1, "type": "secret",
              "triggers": [{"token": {"type": "secret", "value": "x"}}]}}
            """);
    var id = made.data().path("id").asString();

    var after = put(id, "{\"environment\": {\"A\": 2}}", null);

    assertThat(after.status()).as(after.body()).isEqualTo(200);
    assertThat(secrets(id)).containsExactly("environment.triggers[0].token");
    assertThat(
            put(id, "{\"environment\": " + after.data().path("environment") + "}", null).status())
        .isEqualTo(200);
  }

  @Test
  void aBodyOfMillionsOfTinyValuesIsRefused() {
    var many = "{\"name\": \"x\", \"metadata\": {\"a\": [" + "0,".repeat(4_500_000) + "0]}}";

    var answer = admin.post(CORES, many);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("values");
  }

  @Test
  void theListIsPagedNewestFirstAndStaysRightWhileRowsComeAndGo() {
    var globex = admin.as(Demo.GLOBEX);
    var ids = IntStream.range(0, 7).mapToObj(i -> Demo.create(globex, "Paged " + i, "{}")).toList();

    var first = globex.get(CORES + "?limit=3");
    Demo.create(globex, "Newer", "{}");
    globex.send("DELETE", CORES + "/" + ids.get(3), r -> r);
    var seen = new ArrayList<String>();
    var page = first;
    while (true) {
      page.data().path("items").forEach(c -> seen.add(c.path("id").asString()));
      if (!page.json().path("pagination").path("has_more").asBoolean()) {
        break;
      }
      page =
          globex.get(
              CORES
                  + "?limit=3&cursor="
                  + page.json().path("pagination").path("next_cursor").asString());
    }

    assertThat(seen)
        .containsSubsequence(ids.get(6), ids.get(5), ids.get(4), ids.get(2), ids.get(1), ids.get(0))
        .doesNotHaveDuplicates()
        .doesNotContain(ids.get(3));
    assertThat(globex.get(CORES + "?limit=201").field()).isEqualTo("limit");
    assertThat(globex.get(CORES + "?cursor=%21").field()).isEqualTo("cursor");
  }

  @Test
  void aPageOfHeavyProgramsEndsEarly() {
    var globex = admin.as(Demo.GLOBEX);
    var heavy = "{\"note\": \"" + "x".repeat(5_000_000) + "\"}";
    Demo.create(globex, "Heavy one", heavy);
    Demo.create(globex, "Heavy two", heavy);

    var page = globex.get(CORES);

    assertThat(page.data().path("items").size()).isEqualTo(1);
    assertThat(page.json().path("pagination").path("has_more").asBoolean()).isTrue();
  }

  @Test
  void anUnknownCoreIs404WhateverItsIdLooksLike() {
    for (var id : new String[] {"core_nope", "a%20b", "%C3%A9", "x".repeat(300)}) {
      assertThat(admin.get(CORES + "/" + id).code()).as(id).isEqualTo("CORE_NOT_FOUND");
    }
  }

  private java.util.List<String> secrets(String id) {
    return jdbc.sql("select name from mod_scaicore_secrets where core_id = ? order by name")
        .param(id)
        .query((row, n) -> row.getString(1))
        .list();
  }

  private Http.Answer put(String id, String body, @Nullable String ifMatch) {
    return admin.send(
        "PUT",
        CORES + "/" + id,
        r -> {
          r.header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body));
          return ifMatch == null ? r : r.header("If-Match", ifMatch);
        });
  }
}
