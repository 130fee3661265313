package ai.scailabs.scaicore.checkpoint;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.CustomRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Group;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A tenant with an admin, and reviewers in one group, whom its Cores ask. */
final class Office {

  private final DirectoryWriter directory;
  private final Town town;
  private final Tenant tenant;
  private final Group group;
  private final CustomRole role;
  private final int port;
  private final String adminKey;
  private final Http admin;

  Office(DirectoryWriter directory, int port) {
    this.directory = directory;
    this.port = port;
    town = new Town(directory);
    tenant = town.tenant();
    group = new Group(Ids.next("grp_"), tenant.id(), "Finance");
    directory.add(group);
    role =
        new CustomRole(
            Ids.next("role_"),
            tenant.id(),
            "clerk",
            Set.of(Permission.SCAICORE_VIEW, Permission.SCAICORE_CHECKPOINT_RESOLVE));
    directory.add(role);
    adminKey = town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN));
    admin = new Http(port, adminKey);
  }

  /** Somebody who works there. */
  record Person(User user, String key, Http http) {

    String email() {
      return user.email();
    }

    String id() {
      return user.id();
    }
  }

  String adminKey() {
    return adminKey;
  }

  Http admin() {
    return admin;
  }

  /** As an assignee. */
  String group() {
    return "group:" + group.id();
  }

  /** Somebody with the role {@code clerk}, in no group. */
  Person clerk() {
    var user = town.user(tenant, BuiltInRole.TENANT_USER);
    directory.grant(role, user.id());
    var key = town.key(user);
    return new Person(user, key, new Http(port, key));
  }

  /** The same, in the group. */
  Person reviewer() {
    var person = clerk();
    directory.addMember(group, person.id());
    return person;
  }

  /** A question to somebody, with more members such as {@code "priority": "high"}; its id. */
  String asked(String assignee, String... members) {
    return waiting(assignee, members).path("checkpoint_id").asString();
  }

  /** The execution that waits for the answer. */
  JsonNode waiting(String assignee, String... members) {
    var all = String.join(", ", members);
    var prompt = all.contains("\"prompt\"") ? "" : ", \"prompt\": \"Well?\"";
    var core =
        Demo.running(
            admin,
            Ids.next("Asks "),
            Demo.program(
                """
                {"kind": "checkpoint", "checkpoint_type": "approval", "assignee": "%s"%s%s}
                """
                    .formatted(assignee, prompt, all.isEmpty() ? "" : ", " + all)));
    var waiting = Demo.invoke(admin, core, "{}").data();
    assertThat(waiting.path("status").asString()).as(waiting.toString()).isEqualTo("suspended");
    return waiting;
  }

  JsonNode checkpoint(String id) {
    return admin.get(CHECKPOINTS + "/" + id).data();
  }

  JsonNode history(String id) {
    return admin.get(CHECKPOINTS + "/" + id + "/history").data().path("items");
  }

  static Http.Answer claim(Http who, String id) {
    return who.post(CHECKPOINTS + "/" + id + "/claim", "");
  }

  static Http.Answer release(Http who, String id) {
    return who.post(CHECKPOINTS + "/" + id + "/release", "");
  }

  static Http.Answer cancel(Http who, String id) {
    return who.post(CHECKPOINTS + "/" + id + "/cancel", "{\"comment\": \"Not needed.\"}");
  }

  static Http.Answer resolve(Http who, String id) {
    return who.post(CHECKPOINTS + "/" + id + "/resolve", "{\"decision\": \"ok\"}");
  }

  static Http.Answer reassign(Http who, String id, String assignee) {
    return who.post(
        CHECKPOINTS + "/" + id + "/reassign",
        "{\"assignee\": \"%s\", \"comment\": \"Yours.\"}".formatted(assignee));
  }
}
