package ai.scailabs.scaicore.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import java.lang.reflect.Method;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A section of the page. Its lists name, a line each, what the page names; a test ticks a line once
 * it has seen that it is so. After all tests of a class, each line must have been ticked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReadPage {

  /** A program that asks, and returns the decision. */
  static final String ASKS =
      """
      {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
       "options": ["yes", "no"], "assignee": "role:tenant_admin", "context": {"n": "1 + 1"},
       "result_binding": "answer"},
      {"kind": "rigid", "statements": [{"kind": "return", "value": "answer.decision"}]}
      """;

  @LocalServerPort int port;
  @Autowired DirectoryWriter directory;
  @Autowired JdbcClient jdbc;

  Town town;
  Tenant tenant;
  Http admin;
  private final Set<String> named = new TreeSet<>();
  private final Set<String> ticked = new TreeSet<>();
  private final Set<Method> begun = new HashSet<>();

  ReadPage(String... lists) {
    for (var list : lists) {
      list.lines().map(String::strip).forEach(named::add);
    }
  }

  @BeforeEach
  void freshTenant(TestInfo test) {
    town = new Town(directory);
    tenant = town.tenant();
    admin = new Http(port, town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    begun.add(test.getTestMethod().orElseThrow());
  }

  @AfterAll
  void allThatThePageNamesWasSeen() {
    long tests =
        Arrays.stream(getClass().getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .count();
    // Whoever runs a single test has not seen the rest.
    if (begun.size() == tests) {
      assertThat(ticked).isEqualTo(named);
    }
  }

  /** Says that these lines of the lists are true. */
  void tick(String... lines) {
    assertThat(named).contains(lines);
    ticked.addAll(List.of(lines));
  }

  /** Sees that it was refused in the standard envelope, and ticks {@code 404 CORE_NOT_FOUND}. */
  void refused(Http.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.code()).as(answer.body()).isEqualTo(code);
    assertThat(answer.message()).isNotEmpty();
    assertThat(answer.json().path("status").asString()).isEqualTo("error");
    assertThat(answer.json().at("/meta/request_id").asString()).isNotEmpty();
    tick(status + " " + code);
  }

  /** Sees that it went well, in the standard envelope. */
  static Http.Answer good(Http.Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("status").asString()).isEqualTo("ok");
    assertThat(answer.json().has("data")).isTrue();
    assertThat(answer.json().has("error")).isFalse();
    return answer;
  }

  /** Somebody who may answer checkpoints, and see. */
  User reviewer() {
    var user = town.user(tenant, BuiltInRole.TENANT_USER);
    town.role(user, Permission.SCAICORE_VIEW, Permission.SCAICORE_CHECKPOINT_RESOLVE);
    return user;
  }

  Http as(User user) {
    return admin.as(town.key(user));
  }

  /** Has a webhook told of the tenant's checkpoints. */
  void hook(PluginServer webhook) {
    good(
        admin.put(
            Demo.BASE + "/notifications",
            "{\"channels\": [\"webhook\"], \"webhook\": {\"url\": \"" + webhook.url() + "\"}}"),
        200);
  }

  /** The path of a new Core with a flow {@code main} of these blocks. */
  String created(String blocks) {
    return Demo.CORES + "/" + Demo.create(admin, name("Page"), Demo.program(blocks));
  }

  String running(String blocks) {
    var core = created(blocks);
    good(admin.post(core + "/start", ""), 200);
    return core;
  }

  /** The execution that a Core begins. */
  Http.Answer invoked(String core) {
    return good(admin.post(core + "/invoke", "{\"input\": {}}"), 200);
  }

  static String name(String word) {
    return Ids.next(word + " ");
  }

  static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  static Http.Answer patch(Http caller, String path, String json) {
    return caller.send(
        "PATCH",
        path,
        request ->
            request
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json)));
  }
}
