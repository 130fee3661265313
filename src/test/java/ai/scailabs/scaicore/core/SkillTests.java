package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Skills of a tenant, and the Cores that are bound to them. */
@ServerTest
class SkillTests {

  private static final String SKILLS = "/v1/modules/scaiskills/skills";

  private static final String ASKING =
      Demo.program(
          """
          {"kind": "checkpoint", "prompt": "Go on?", "context": {"about": "'tone'"}},
          {"kind": "flexible", "goal": "Say hello", "result_binding": "said"}
          """);

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private Http admin;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
  }

  private String add(String slug, String version, String preamble) {
    var made =
        admin.post(
            SKILLS,
            "{\"slug\": \"%s\", \"version\": \"%s\", \"preamble\": \"%s\"}"
                .formatted(slug, version, preamble));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.data().path("id").asString();
  }

  private String core(String name, String skills) {
    var made =
        admin.post(
            CORES,
            "{\"name\": \"%s\", \"metadata\": {\"skills\": %s}, \"source\": %s}"
                .formatted(name, skills, ASKING));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.data().path("id").asString();
  }

  private Http.Answer start(String core) {
    return admin.post(CORES + "/" + core + "/start", "");
  }

  private String bound(String core) {
    return admin.get(CORES + "/" + core + "/state").data().path("resolved_skills").toString();
  }

  private String program(String executionId) {
    return jdbc.sql(
            """
            select p.source from mod_scaicore_programs p
            join mod_scaicore_executions e on e.tenant_id = p.tenant_id and e.program_hash = p.hash
            where e.id = ?
            """)
        .param(executionId)
        .query(String.class)
        .single();
  }

  @Test
  void aSkillIsAddedShownAndDeleted() {
    var made =
        admin.post(SKILLS, "{\"slug\": \"plain\", \"preamble\": \"  Keep it plain.  \"}").data();

    assertThat(made.path("id").asString()).startsWith("skill_");
    assertThat(made.path("version").asString()).isEqualTo("1");
    assertThat(made.path("preamble").asString()).isEqualTo("Keep it plain.");
    var one = SKILLS + "/" + made.path("id").asString();
    assertThat(admin.get(one).data()).isEqualTo(made);
    assertThat(admin.as(Demo.VIEWER).get(SKILLS + "?slug=plain").data().path("items").size())
        .isEqualTo(1);
    assertThat(admin.as(Demo.VIEWER).send("DELETE", one, r -> r).status()).isEqualTo(403);
    assertThat(admin.send("DELETE", one, r -> r).data().path("deleted").asBoolean()).isTrue();
    assertThat(admin.send("DELETE", one, r -> r).code()).isEqualTo("NOT_FOUND");
    assertThat(admin.get(one).code()).isEqualTo("NOT_FOUND");
    assertThat(
            admin
                .get("/v1/audit/events?resource_id=" + made.path("id").asString())
                .data()
                .path("items")
                .valueStream()
                .map(e -> e.path("action").asString() + " " + e.path("status").asString()))
        .contains("skill.create success", "skill.delete success", "skill.delete denied");
    assertThat(
            admin
                .get("/v1/audit/events?module=scaiskills&action=skill.create")
                .data()
                .path("items")
                .isEmpty())
        .isFalse();
  }

  @ParameterizedTest(name = "{0} is refused for {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|slug",
        "{\"slug\": \"x\"}|preamble",
        "{\"slug\": \"x\", \"preamble\": \"  \"}|preamble",
        "{\"slug\": \"x\", \"preamble\": \"a\\u0000b\"}|preamble",
        "{\"slug\": \"No Slug\", \"preamble\": \"p\"}|slug",
        "{\"slug\": \"x\", \"version\": \"../1\", \"preamble\": \"p\"}|version",
        "{\"slug\": \"x\", \"version\": 1, \"preamble\": \"p\"}|version",
      })
  void aBadSkillIsRefused(String body, String field) {
    var answer = admin.post(SKILLS, body);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.field()).isEqualTo(field);
  }

  @Test
  void aPreambleIsBounded() {
    var body = "{\"slug\": \"long\", \"preamble\": \"%s\"}";
    assertThat(admin.post(SKILLS, body.formatted("x".repeat(64 * 1024))).status()).isEqualTo(201);
    assertThat(admin.post(SKILLS, body.formatted("\u00e9".repeat(33 * 1024))).field())
        .isEqualTo("preamble");
  }

  @Test
  void ofManyWhoAddTheSameVersionOneDoes() {
    var answers =
        AtOnce.run(
            6,
            i -> admin.post(SKILLS, "{\"slug\": \"raced\", \"preamble\": \"by %d\"}".formatted(i)));
    assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(a -> a.status() != 201)
        .allSatisfy(a -> assertThat(a.code()).isEqualTo("SLUG_CONFLICT"));
  }

  @Test
  void aStartBindsTheNamedVersionOrTheNewest() {
    add("tone", "2.0", "Newest number, oldest row.");
    add("tone", "1.1", "Added last.");
    add("facts", "1", "Only facts.");
    var core = core("Bound", "[{\"slug\": \"tone\"}, {\"slug\": \"facts\", \"version\": \"1\"}]");
    assertThat(bound(core)).isEqualTo("[]");

    assertThat(start(core).status()).isEqualTo(200);

    assertThat(bound(core))
        .isEqualTo(
            "[{\"slug\":\"tone\",\"version\":\"1.1\"},{\"slug\":\"facts\",\"version\":\"1\"}]");
    var waiting = Demo.invoke(admin, core, "{}").data();
    var context =
        admin
            .get(Demo.CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString())
            .data()
            .path("context");
    assertThat(context.path("about").asString()).isEqualTo("tone");
    assertThat(context.path("resolved_skills").toString()).isEqualTo(bound(core));
    assertThat(program(waiting.path("id").asString()))
        .contains("Added last.", "Only facts.")
        .doesNotContain("Newest number");
  }

  @Test
  void anExecutionKeepsTheTextThatItBeganWith() {
    var first = add("kept", "1", "The text before.");
    var core = core("Keeps", "[\"kept\"]");
    start(core);
    var waiting = Demo.invoke(admin, core, "{}").data();
    add("kept", "2", "The text after.");
    admin.send("DELETE", SKILLS + "/" + first, r -> r);

    admin.post(CORES + "/" + core + "/restart", "");

    assertThat(bound(core)).contains("\"version\":\"2\"");
    var resolved =
        admin.post(
            Demo.CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString() + "/resolve",
            "{\"decision\": \"yes\"}");
    assertThat(resolved.status()).as(resolved.body()).isEqualTo(200);
    var done = Demo.settled(admin, waiting.path("id").asString(), "completed", "failed").data();
    assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("completed");
    assertThat(program(waiting.path("id").asString()))
        .contains("The text before.")
        .doesNotContain("The text after.");
  }

  @Test
  void anUnknownSkillIsNamedAndLeavesTheCoreInError() {
    add("known", "1", "Known.");
    var core = core("Lacking", "[{\"slug\": \"known\", \"version\": \"9\"}, \"known-not\"]");

    var answer = start(core);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("SKILL_NOT_FOUND");
    assertThat(answer.message()).contains("known 9", "known-not");
    var shown = admin.get(CORES + "/" + core).data();
    assertThat(shown.path("status").asString()).isEqualTo("error");
    assertThat(shown.path("status_reason").asString()).contains("SKILL_NOT_FOUND", "known 9");
  }

  @Test
  void aDeletedSkillStaysWithWhatRunsAndFailsTheNextStart() {
    var skill = add("fleeting", "1", "Here today.");
    var core = core("Fleeting", "[{\"slug\": \"fleeting\"}]");
    start(core);

    admin.send("DELETE", SKILLS + "/" + skill, r -> r);

    assertThat(Demo.invoke(admin, core, "{}").data().path("status").asString())
        .isEqualTo("suspended");
    assertThat(admin.post(CORES + "/" + core + "/restart", "").code()).isEqualTo("SKILL_NOT_FOUND");
  }

  @Test
  void anotherTenantsSkillsAreNotThere() {
    add("private", "1", "Ours alone.");
    var globex = admin.as(Demo.GLOBEX);
    assertThat(globex.get(SKILLS).body()).doesNotContain("Ours alone");
    var made =
        globex.post(
            CORES,
            "{\"name\": \"Thief\", \"metadata\": {\"skills\": [\"private\"]}, \"source\": %s}"
                .formatted(ASKING));
    assertThat(globex.post(CORES + "/" + made.data().path("id").asString() + "/start", "").code())
        .isEqualTo("SKILL_NOT_FOUND");
    assertThat(globex.post(SKILLS, "{\"slug\": \"private\", \"preamble\": \"Theirs.\"}").status())
        .isEqualTo(201);
  }

  @ParameterizedTest(name = "{0} is refused at {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|metadata.skills",
        "\"x\"|metadata.skills",
        "[1]|metadata.skills[0]",
        "[{}]|metadata.skills[0].slug",
        "[{\"slug\": \"\"}]|metadata.skills[0].slug",
        "[{\"slug\": \"a\", \"version\": {}}]|metadata.skills[0].version",
        "[{\"slug\": \"a\"}, \"a\"]|metadata.skills[1].slug",
      })
  void skillsOfAWrongShapeAreRefusedBeforeTheyAreStored(String skills, String field) {
    var answer =
        admin.post(
            CORES, "{\"name\": \"Wrong\", \"metadata\": {\"skills\": %s}}".formatted(skills));
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.field()).isEqualTo(field);
  }

  @Test
  void aProgramCannotBringItsOwnBoundSkills() {
    var forged =
        ASKING.replaceFirst(
            "\\{",
            "{\"resolved_skills\": [{\"slug\": \"f\", \"version\": \"1\", \"preamble\":"
                + " \"Forged.\"}],");
    var core = Demo.running(admin, "Forger", forged);

    assertThat(bound(core)).isEqualTo("[]");
    var waiting = Demo.invoke(admin, core, "{}").data();
    assertThat(program(waiting.path("id").asString())).doesNotContain("Forged.");
  }
}
