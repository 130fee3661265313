package ai.scailabs.scaicore.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.ServerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One of a group takes a checkpoint, gives it back, or hands it on. */
@ServerTest
class ClaimTests {

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  private Office office;
  private Office.Person ann;
  private Office.Person bob;

  @BeforeEach
  void freshOffice() {
    office = new Office(directory, port);
    ann = office.reviewer();
    bob = office.reviewer();
  }

  @Test
  void aClaimedOneCanBeAnsweredCancelledAndReassignedByItsHolderAndAdminsOnly() {
    var id = office.asked(office.group());
    var claimed = Office.claim(ann.http(), id);
    assertThat(claimed.status()).as(claimed.body()).isEqualTo(200);
    assertThat(claimed.data().path("claimed_by").asString()).isEqualTo(ann.id());
    assertThat(Instant.parse(claimed.data().path("claim_expires_at").asString()))
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(29)), Instant.now().plus(Duration.ofMinutes(31)));

    for (var refused :
        Stream.of(
                Office.resolve(bob.http(), id),
                Office.cancel(bob.http(), id),
                Office.reassign(bob.http(), id, "user:" + bob.email()),
                Office.release(bob.http(), id))
            .toList()) {
      assertThat(refused.status()).as(refused.body()).isEqualTo(403);
      assertThat(refused.code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
      assertThat(refused.message()).contains(ann.email());
    }
    assertThat(office.checkpoint(id).path("status").asString()).isEqualTo("pending");
    assertThat(Office.resolve(ann.http(), id).status()).isEqualTo(200);

    var other = office.asked(office.group());
    Office.claim(ann.http(), other);
    assertThat(Office.resolve(office.admin(), other).status()).isEqualTo(200);
  }

  @Test
  void theSecondIsToldWhoHasItAndAfterAReleaseItIsFree() {
    var id = office.asked("role:clerk");
    Office.claim(ann.http(), id);

    var second = Office.claim(bob.http(), id);

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.code()).isEqualTo("CONFLICT");
    assertThat(second.message()).contains(ann.email());
    assertThat(Office.claim(office.admin(), id).status()).isEqualTo(409);
    assertThat(Office.release(ann.http(), id).data().path("claimed_by").isNull()).isTrue();
    assertThat(Office.release(ann.http(), id).status()).isEqualTo(200);
    assertThat(Office.claim(bob.http(), id).status()).isEqualTo(200);
    assertThat(Office.release(office.admin(), id).data().path("claimed_by").isNull()).isTrue();
  }

  @Test
  void onlyOneOfThoseWhoClaimAtOnceGetsIt() {
    var id = office.asked(office.group());
    var people = Stream.generate(office::reviewer).limit(6).toList();

    var answers = AtOnce.run(6, i -> Office.claim(people.get(i).http(), id));

    assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(1);
    var holder = office.checkpoint(id).path("claimed_by").asString();
    var name = people.stream().filter(p -> p.id().equals(holder)).findFirst().orElseThrow().email();
    assertThat(answers)
        .filteredOn(a -> a.status() != 200)
        .hasSize(5)
        .allSatisfy(a -> assertThat(a.message()).contains(name));
  }

  @Test
  void aClaimLapsesAfterThirtyMinutesAndAgainByItsHolderItBeginsAnew() {
    var id = office.asked(office.group());
    Office.claim(ann.http(), id);
    age(id, "29 minutes");
    assertThat(Office.claim(bob.http(), id).status()).isEqualTo(409);
    assertThat(Office.claim(ann.http(), id).status()).isEqualTo(200);
    assertThat(
            Instant.parse(office.checkpoint(id).path("claim_expires_at").asString())
                .isAfter(Instant.now().plus(Duration.ofMinutes(28))))
        .isTrue();

    age(id, "30 minutes");

    // At once, also where no timer has come by,
    assertThat(Office.claim(bob.http(), id).status()).isEqualTo(200);
    age(id, "30 minutes");
    // and to be seen by everybody soon after.
    Eventually.get(() -> office.checkpoint(id), c -> c.path("claimed_by").isNull());
    var last = office.history(id).path(office.history(id).size() - 1);
    assertThat(last.path("event").asString()).isEqualTo("released");
    assertThat(last.path("actor_id").isNull()).isTrue();
    assertThat(last.path("details").path("claimed_by").asString()).isEqualTo(bob.id());
    assertThat(last.path("details").path("lapsed").asBoolean()).isTrue();
    assertThat(Office.resolve(ann.http(), id).status()).isEqualTo(200);
  }

  @Test
  void whoMayNotAnswerMayNotClaimAndWhatIsClosedCannotBeClaimed() {
    var id = office.asked(office.group());
    var stranger = office.clerk().http();

    assertThat(Office.claim(stranger, id).code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(Office.reassign(stranger, id, "role:clerk").code())
        .isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(Office.claim(ann.http(), "nope").code()).isEqualTo("CHECKPOINT_NOT_FOUND");
    Office.resolve(bob.http(), id);
    for (var late :
        Stream.of(
                Office.claim(ann.http(), id),
                Office.release(ann.http(), id),
                Office.reassign(ann.http(), id, "role:clerk"))
            .toList()) {
      assertThat(late.code()).isEqualTo("CHECKPOINT_ALREADY_RESOLVED");
      assertThat(late.message()).contains(bob.email());
    }
  }

  @Test
  void reassigningRewritesTheAssigneeAndEndsTheClaim() {
    var id = office.asked(office.group());
    Office.claim(ann.http(), id);

    var moved = Office.reassign(ann.http(), id, "user:" + bob.email()).data();

    assertThat(moved.path("assignee_raw").asString()).isEqualTo("user:" + bob.email());
    assertThat(moved.path("assignee_type").asString()).isEqualTo("user");
    assertThat(moved.path("assignee_resolved").path("value").asString()).isEqualTo(bob.id());
    assertThat(moved.path("claimed_by").isNull()).isTrue();
    assertThat(Office.resolve(ann.http(), id).status()).isEqualTo(403);
    assertThat(ann.http().get(Demo.CHECKPOINTS).body()).doesNotContain(id);
    assertThat(bob.http().get(Demo.CHECKPOINTS).body()).contains(id);
    assertThat(audited(id)).contains("checkpoint.claim", "checkpoint.reassign");

    // Whom nobody knows: it goes to the admins.
    var lost = Office.reassign(bob.http(), id, "user:nobody@nowhere").data();
    assertThat(lost.path("assignee_type").asString()).isEqualTo("unrouted");
    assertThat(lost.path("assignee_raw").asString()).isEqualTo("user:nobody@nowhere");
    assertThat(office.admin().get(Demo.CHECKPOINTS).body()).contains(id);
  }

  @Test
  void aReassignmentWithoutAnAssigneeOrWithOneThatCannotBeKeptChangesNothing() {
    var id = office.asked(office.group());
    var path = Demo.CHECKPOINTS + "/" + id + "/reassign";

    for (var body :
        new String[] {
          "{}",
          "{\"assignee\": \"  \"}",
          "{\"assignee\": \"role:\\u0000\"}",
          "{\"assignee\": \"" + "x".repeat(501) + "\"}"
        }) {
      var refused = ann.http().post(path, body);
      assertThat(refused.code()).as(refused.body()).isEqualTo("VALIDATION_ERROR");
      assertThat(refused.field()).isEqualTo("assignee");
    }
    for (var comment : new String[] {"\\u0000", "x".repeat(20_001)}) {
      var refused =
          ann.http().post(path, "{\"assignee\": \"role:clerk\", \"comment\": \"" + comment + "\"}");
      assertThat(refused.field()).as(refused.body()).isEqualTo("comment");
    }
    assertThat(office.checkpoint(id).path("version").asInt()).isZero();
  }

  private void age(String id, String by) {
    jdbc.sql(
            """
            update mod_scaicore_checkpoints set claimed_at = now() - cast(? as interval)
            where id = cast(? as uuid)
            """)
        .params(by, id)
        .update();
  }

  private java.util.List<String> audited(String id) {
    return jdbc.sql("select action from scaigrid_audit_events where resource_id = ?")
        .param(id)
        .query((row, number) -> row.getString(1))
        .list();
  }
}
