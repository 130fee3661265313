package ai.scailabs.scaicore.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Webhooks, and those who call them without being meant to. */
@ServerTest
class WebhookTests {

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private Http admin;
  private String core;
  private String url;
  private String secret;

  @BeforeEach
  void setUp() {
    admin = new Http(port, Demo.ADMIN);
    core = Desk.running(admin);
    var made =
        Desk.register(
                admin,
                core,
                """
                {"event_type": "order.hooked", "flow": "note",
                 "config": {"kind": "webhook", "path": "shop/orders",
                   "headers": ["X-GitHub-Event", "Authorization"]}}
                """)
            .data();
    url = made.path("url").asString();
    secret = made.path("secret").asString();
  }

  @Test
  void aRequestThatIsSignedStartsTheFlowWithoutAToken() {
    var answer = Desk.signed(admin, url, secret, now(), "{\"order\": 4711}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.data().path("status").asString()).isEqualTo("accepted");
    var output = Desk.output(admin, answer);
    assertThat(output.at("/got/order").asInt()).isEqualTo(4711);
    assertThat(output.at("/trigger/kind").asString()).isEqualTo("webhook");
    assertThat(output.at("/trigger/path").asString()).isEqualTo("/shop/orders");
    assertThat(output.at("/trigger/event_id")).isEqualTo(answer.data().path("event_id"));
    var events = admin.get(Demo.CORES + "/" + core + "/events/history?type=order.hooked").data();
    assertThat(events.at("/events/0/payload/source").asString()).isEqualTo("webhook");
  }

  @Test
  void itsUrlAndSecretAreItsOwnAndTheSecretIsShownOnce() {
    assertThat(url).isEqualTo(Demo.CORES + "/" + core + "/hooks/shop/orders");
    assertThat(secret).startsWith("whs_").hasSizeGreaterThan(40);
    assertThat(admin.get(Demo.CORES + "/" + core + "/triggers").body()).doesNotContain(secret);
    assertThat(admin.get(Demo.CORES + "/" + core).body()).doesNotContain(secret);
  }

  @Test
  void oneSignedAsGitHubDoesIsTakenToo() {
    var body = "{\"action\": \"opened\"}";
    var answer =
        Desk.hook(
            admin,
            url,
            body,
            r ->
                r.header("X-Hub-Signature-256", Desk.hmac(secret, body))
                    .header("X-GitHub-Event", "issues")
                    .header("X-Other", "not asked for"));
    assertThat(answer.status()).isEqualTo(202);
    var output = Desk.output(admin, answer);
    assertThat(output.at("/got/action").asString()).isEqualTo("opened");
    assertThat(output.at("/trigger/headers").toString())
        .isEqualTo("{\"x-github-event\":\"issues\"}");
  }

  @Test
  void whatIsUnknownAndWhatIsNotSignedGetTheSameAnswer() {
    var body = "{\"n\": 1}";
    long now = now();
    var good = Desk.hmac(secret, now + "." + body);
    var program = Demo.CORES + "/" + core + "/hooks/inbox";
    var answers =
        java.util.List.of(
            Desk.signed(admin, Demo.CORES + "/core_nope/hooks/shop/orders", secret, now, body),
            Desk.signed(admin, Demo.CORES + "/" + core + "/hooks/elsewhere", secret, now, body),
            Desk.signed(admin, Demo.CORES + "/" + core + "/hooks/", secret, now, body),
            Desk.signed(admin, Demo.CORES + "/" + core + "/hooks", secret, now, body),
            Desk.signed(admin, program, secret, now, body),
            Desk.signed(admin, url, secret + "x", now, body),
            Desk.signed(admin, url, secret, now - 301, body),
            Desk.signed(admin, url, secret, now + 310, body),
            Desk.hook(admin, url, body, r -> r),
            Desk.hook(admin, url, body, r -> r.header("X-ScaiGrid-Signature", good)),
            Desk.hook(admin, url, body, r -> own(r, "never", good)),
            Desk.hook(admin, url, body, r -> own(r, "99999999999999999999", good)),
            Desk.hook(admin, url, body, r -> own(r, "9223372036854775807", good)),
            Desk.hook(admin, url, body, r -> own(r, "" + now, good.substring(0, 20))),
            Desk.hook(admin, url, body, r -> own(r, "" + now, "sha1=" + good.substring(7))),
            Desk.hook(admin, url, body, r -> own(r, "" + now, "sha256=" + "g".repeat(64))),
            Desk.hook(admin, url, body, r -> own(r, "" + now, "sha256=" + "0".repeat(64))),
            Desk.hook(admin, url, body, r -> own(r, "" + (now + 1), good)),
            Desk.hook(admin, url, body + " ", r -> own(r, "" + now, good)),
            Desk.hook(admin, url, body, r -> r.header("X-Hub-Signature-256", good)),
            // The weaker kind does not stand in for the other where that is not good.
            Desk.hook(
                admin,
                url,
                body,
                r ->
                    own(r, "" + now, "sha256=" + "0".repeat(64))
                        .header("X-Hub-Signature-256", Desk.hmac(secret, body))));
    var said =
        answers.stream()
            .map(a -> a.status() + " " + a.code() + " " + a.message())
            .collect(Collectors.toSet());
    assertThat(said).hasSize(1);
    assertThat(said.iterator().next()).startsWith("404 NOT_FOUND ");
    assertThat(Desk.executions(admin, core)).isEmpty();
  }

  @Test
  void aSignatureOfOneKindDoesNotPassForTheOther() {
    long old = now() - 3_600;
    var body = "{\"n\": 1}";
    var seen = Desk.hmac(secret, old + "." + body);
    var turned =
        Desk.hook(admin, url, old + "." + body, r -> r.header("X-Hub-Signature-256", seen));
    assertThat(turned.status()).isEqualTo(404);
    var number =
        Desk.hook(
            admin, url, "12.5", r -> r.header("X-Hub-Signature-256", Desk.hmac(secret, "12.5")));
    assertThat(number.status()).isEqualTo(404);
  }

  @Test
  void theSameSignatureAgainGetsTheFirstAnswerAndBeginsNothing() {
    long now = now();
    var first = Desk.signed(admin, url, secret, now, "{\"n\": 2}");
    var shouted =
        Desk.hook(
            admin,
            url,
            "{\"n\": 2}",
            r ->
                own(
                    r,
                    "" + now,
                    "sha256="
                        + Desk.hmac(secret, now + ".{\"n\": 2}")
                            .substring(7)
                            .toUpperCase(java.util.Locale.ROOT)));
    assertThat(Desk.signed(admin, url, secret, now, "{\"n\": 2}").data()).isEqualTo(first.data());
    assertThat(shouted.data()).isEqualTo(first.data());

    var hub = Desk.hmac(secret, "{\"n\": 3}");
    var atOnce =
        AtOnce.run(
            6,
            i ->
                Desk.hook(admin, url, "{\"n\": 3}", r -> r.header("X-Hub-Signature-256", hub))
                    .data());
    assertThat(atOnce.stream().distinct()).hasSize(1);
    assertThat(Desk.executions(admin, core)).hasSize(2);
  }

  @Test
  void bodiesOfOtherKindsAreTakenToo() {
    assertThat(input("text/plain", "hello").at("/body").asString()).isEqualTo("hello");
    assertThat(input("application/json", "[1, 2]").at("/body/1").asInt()).isEqualTo(2);
    assertThat(input("application/x-www-form-urlencoded", "a=1&b=x%20y&a=2").toString())
        .isEqualTo("{\"a\":\"1\",\"b\":\"x y\"}");
    assertThat(input("application/json", "").isEmpty()).isTrue();
    assertThat(input("application/json", " \n").isEmpty()).isTrue();
    assertThat(input("application/json", "null").toString()).isEqualTo("{\"body\":null}");
  }

  @Test
  void whoeverSignsIsToldWhatElseIsWrong() {
    var broken = Desk.signed(admin, url, secret, now(), "{\"n\": ");
    assertThat(broken.code()).isEqualTo("VALIDATION_ERROR");
    admin.post(Demo.CORES + "/" + core + "/stop", "");
    assertThat(Desk.signed(admin, url, secret, now(), "{\"n\": 9}").code())
        .isEqualTo("CORE_NOT_RUNNING");
    assertThat(Desk.signed(admin, url, secret + "x", now(), "{\"n\": 9}").status()).isEqualTo(404);
  }

  @Test
  void aBodyOverTheLimitIsRefusedWhereverItGoes() {
    var body = "\"" + "x".repeat(1_000_000) + "\"";
    assertThat(Desk.signed(admin, url, secret, now(), body).code()).isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(Desk.signed(admin, Demo.CORES + "/core_nope/hooks/x", secret, now(), body).code())
        .isEqualTo("PAYLOAD_TOO_LARGE");
    var most = "\"" + "x".repeat(999_900) + "\"";
    assertThat(Desk.signed(admin, url, secret, now(), most).status()).isEqualTo(202);
  }

  @Test
  void aWebhookOfTheProgramListensOnceItHasASecret() {
    var inbox = Demo.CORES + "/" + core + "/hooks/inbox";
    var given = admin.post(Demo.CORES + "/" + core + "/triggers/inbox/secret", "");
    assertThat(given.status()).as(given.body()).isEqualTo(200);
    assertThat(given.data().path("url").asString()).isEqualTo(inbox);
    var first = given.data().path("secret").asString();
    assertThat(
            Desk.output(admin, Desk.signed(admin, inbox, first, now(), "{\"n\": 1}"))
                .at("/trigger/name")
                .asString())
        .isEqualTo("inbox");

    // A registered trigger that goes takes only its own secret.
    var id = Desk.triggers(admin, core).getFirst().path("id").asString();
    admin.delete(Demo.CORES + "/" + core + "/triggers/" + id);
    assertThat(Desk.signed(admin, inbox, first, now(), "{\"n\": 2}").status()).isEqualTo(202);

    var second =
        admin
            .post(Demo.CORES + "/" + core + "/triggers/inbox/secret", "")
            .data()
            .path("secret")
            .asString();
    assertThat(second).isNotEqualTo(first);
    assertThat(Desk.signed(admin, inbox, first, now(), "{\"n\": 3}").status()).isEqualTo(404);
    assertThat(Desk.signed(admin, inbox, second, now(), "{\"n\": 3}").status()).isEqualTo(202);
  }

  @Test
  void aNewSecretIsGivenToWhoeverManagesTheCore() {
    var id = Desk.triggers(admin, core).getFirst().path("id").asString();
    var path = Demo.CORES + "/" + core + "/triggers/" + id + "/secret";
    assertThat(admin.as(Demo.VIEWER).post(path, "").status()).isEqualTo(403);
    assertThat(admin.as(Demo.GLOBEX).post(path, "").code()).isEqualTo("CORE_NOT_FOUND");
    var next = admin.post(path, "").data().path("secret").asString();
    assertThat(Desk.signed(admin, url, secret, now(), "{}").status()).isEqualTo(404);
    assertThat(Desk.signed(admin, url, next, now(), "{}").status()).isEqualTo(202);
    assertThat(admin.post(Demo.CORES + "/" + core + "/triggers/on-order/secret", "").status())
        .isEqualTo(404);
  }

  @Test
  void theSecretOfOneThatTheProgramLostIsNotThatOfALaterOne() {
    var inbox = Demo.CORES + "/" + core + "/hooks/inbox";
    var path = Demo.CORES + "/" + core;
    var first = admin.post(path + "/triggers/inbox/secret", "").data().path("secret").asString();
    admin.post(path + "/restart", "");
    assertThat(Desk.signed(admin, inbox, first, now(), "{}").status()).isEqualTo(202);

    admin.put(path, "{\"source\": " + Desk.SOURCE.replace("\"inbox\"", "\"outbox\"") + "}");
    admin.post(path + "/restart", "");
    admin.put(path, "{\"source\": " + Desk.SOURCE + "}");
    admin.post(path + "/restart", "");

    assertThat(Desk.signed(admin, inbox, first, now() + 1, "{}").status()).isEqualTo(404);
    assertThat(Desk.signed(admin, url, secret, now(), "{}").status()).isEqualTo(202);
  }

  @Test
  void aTokenThatComesAlongIsNobodyInTheAudit() {
    long now = now();
    var answer =
        admin
            .as(Demo.GLOBEX)
            .send(
                "POST",
                url,
                r ->
                    own(r, "" + now, Desk.hmac(secret, now + ".{}"))
                        .POST(BodyPublishers.ofString("{}")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(
            jdbc.sql(
                    """
                    select tenant_id || ' ' || coalesce(actor_id, 'nobody')
                    from scaigrid_audit_events where action = 'event.send' and resource_id = ?
                    """)
                .param(core + "/" + answer.data().path("event_id").asString())
                .query(String.class)
                .list())
        .containsExactly("ten_acme nobody");
  }

  @Test
  void aSignatureWithoutATimestampIsKeptForThirtyDaysAndTheOtherForOne() {
    var hub = Desk.hmac(secret, "{}");
    Desk.hook(admin, url, "{}", r -> r.header("X-Hub-Signature-256", hub));
    Desk.signed(admin, url, secret, now(), "{}");
    assertThat(
            jdbc.sql(
                    """
                    select round(extract(epoch from expires_at - now()) / 3600)::int
                    from mod_scaicore_event_receipts where core_id = ? order by expires_at
                    """)
                .param(core)
                .query(Integer.class)
                .list())
        .containsExactly(24, 720);
  }

  @Test
  void onlyPostIsOpen() {
    assertThat(admin.as(null).get(url).status()).isEqualTo(401);
  }

  private tools.jackson.databind.JsonNode input(String type, String body) {
    long now = now();
    var answer =
        admin
            .as(null)
            .send(
                "POST",
                url,
                r ->
                    own(r, "" + now, Desk.hmac(secret, now + "." + body))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return Desk.output(admin, answer).path("got");
  }

  private static java.net.http.HttpRequest.Builder own(
      java.net.http.HttpRequest.Builder request, String timestamp, String signature) {
    return request
        .header("X-ScaiGrid-Timestamp", timestamp)
        .header("X-ScaiGrid-Signature", signature);
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }
}
