package ai.scailabs.scaicore.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.TestPostgres;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.trigger.Desk;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rate limits and quotas on two replicas over one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RateLimitTests {

  private static final int KEY = 30;
  private static final int TENANT = 50;

  private List<Replica> replicas;
  private Town town;
  private JdbcClient jdbc;

  @BeforeAll
  void startTwo() {
    var database = TestPostgres.newDatabase();
    replicas =
        Stream.generate(
                () ->
                    new Replica(
                        database,
                        List.of(
                            "--scaicore.limits.enabled=true",
                            "--scaicore.limits.requests-per-key=" + KEY,
                            "--scaicore.limits.requests-per-tenant=" + TENANT,
                            "--scaicore.limits.cores-per-tenant=3",
                            "--scaicore.limits.executions-per-core=2")))
            .limit(2)
            .toList();
    town = new Town(replicas.getFirst().context().getBean(DirectoryWriter.class));
    jdbc = replicas.getFirst().context().getBean(JdbcClient.class);
  }

  @AfterAll
  void stop() {
    replicas.forEach(Replica::close);
  }

  @Test
  void aKeyThatCallsTooOftenIsToldSoAndForHowLong() {
    var caller = replicas.getFirst().as(town.keyOf(BuiltInRole.TENANT_USER));
    var first = caller.get("/v1/me");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("X-RateLimit-Limit")).isEqualTo("" + KEY);
    assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("" + (KEY - 1));
    assertThat(Integer.parseInt(first.header("X-RateLimit-Reset"))).isBetween(1, 2);

    var refused = Eventually.get(() -> caller.get("/v1/me"), answer -> answer.status() != 200);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo("RATE_LIMITED");
    assertThat(refused.message()).contains("30 requests a minute");
    assertThat(refused.header("Retry-After")).isIn("1", "2");
    assertThat(refused.json().path("error").path("retry_after").asInt()).isBetween(1, 2);
    assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(Integer.parseInt(refused.header("X-RateLimit-Reset"))).isBetween(50, 61);
    // Neither a tenant out of reach nor a path that is not there is a way around, and what is
    // public is not counted.
    var elsewhere = caller.send("GET", "/v1/me", r -> r.header("X-Tenant-Id", "ten_none"));
    assertThat(elsewhere.status()).isEqualTo(429);
    assertThat(caller.get("/v1/nothing").status()).isEqualTo(429);
    assertThat(caller.get("/health").header("X-RateLimit-Limit")).isEmpty();
    assertThat(caller.as(town.keyOf(BuiltInRole.TENANT_USER)).get("/v1/me").status())
        .isEqualTo(200);
    assertThat(Eventually.get(() -> caller.get("/v1/me").status(), s -> s == 200)).isEqualTo(200);
  }

  @Test
  void theKeysOfATenantShareItsLimitAndAnotherTenantHasItsOwn() {
    var tenant = town.tenant();
    var keys =
        IntStream.range(0, 3)
            .mapToObj(i -> replicas.getFirst().as(town.key(town.user(tenant))))
            .toList();
    var answers = IntStream.range(0, 84).mapToObj(i -> keys.get(i % 3).get("/v1/me")).toList();
    assertThat(answers.stream().filter(a -> a.status() == 200).count()).isBetween(50L, 60L);
    var refused = answers.stream().filter(a -> a.status() == 429).findFirst().orElseThrow();
    assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("" + TENANT);
    assertThat(refused.message()).contains("your tenant");
    assertThat(replicas.getFirst().as(town.keyOf()).get("/v1/me").status()).isEqualTo(200);
  }

  @Test
  void whatIsTakenByWebhooksCountsAgainstTheTenant() {
    var caller = replicas.getFirst().as(town.keyOf(BuiltInRole.TENANT_ADMIN));
    var core = Desk.running(caller);
    var hook =
        Desk.register(caller, core, "{\"flow\": \"note\", \"config\": {\"kind\": \"webhook\"}}")
            .data();
    var url = hook.path("url").asString();
    var secret = hook.path("secret").asString();
    long now = System.currentTimeMillis() / 1000;
    // The same again and again: none but the first begins anything.
    var answers =
        IntStream.range(0, TENANT + 20)
            .mapToObj(i -> Desk.signed(caller, url, secret, now, "{}"))
            .toList();
    assertThat(answers.getFirst().status()).isEqualTo(202);
    assertThat(answers.getLast().code()).isEqualTo("RATE_LIMITED");
    assertThat(answers.getLast().header("Retry-After")).isNotEmpty();
    assertThat(answers.stream().filter(a -> a.status() == 202).count()).isBetween(30L, 60L);
    assertThat(Desk.signed(caller, url, secret + "x", now, "{}").status()).isEqualTo(404);
  }

  @Test
  void replicasCountTogether() {
    var key = town.keyOf(BuiltInRole.TENANT_USER);
    var here = replicas.getFirst().as(key);
    var there = replicas.getLast().as(key);
    long taken = 0;
    for (int i = 0; i < KEY - 5; i++) {
      taken += here.get("/v1/me").status() == 200 ? 1 : 0;
    }
    assertThat(taken).isEqualTo(KEY - 5);
    // The other one, which never saw this key, hears of it with its first request.
    var told =
        Eventually.get(
            () -> there.get("/v1/me"),
            answer ->
                answer.status() == 429
                    || Integer.parseInt(answer.header("X-RateLimit-Remaining")) <= 8);
    assertThat(told.header("X-RateLimit-Limit")).isEqualTo("" + KEY);
    var more =
        AtOnce.run(20, i -> (i % 2 == 0 ? here : there).get("/v1/me").status()).stream()
            .filter(status -> status == 200)
            .count();
    assertThat(more).isLessThanOrEqualTo(16);
    Eventually.get(() -> there.get("/v1/me").status(), status -> status == 429);
  }

  @Test
  void whileTheDatabaseRefusesTheBucketsEachReplicaLimitsByItself() {
    jdbc.sql("alter table scaigrid_rate_buckets rename to away").update();
    try {
      var caller = replicas.getFirst().as(town.keyOf(BuiltInRole.TENANT_USER));
      var statuses = IntStream.range(0, KEY + 20).map(i -> caller.get("/v1/me").status()).boxed();
      assertThat(statuses.toList())
          .containsOnly(200, 429)
          .filteredOn(s -> s == 200)
          .hasSizeBetween(KEY, KEY + 10);
    } finally {
      jdbc.sql("alter table away rename to scaigrid_rate_buckets").update();
    }
  }

  @Test
  void bucketsThatAreFullAgainAreRemoved() {
    var meters = replicas.getFirst().context().getBean(Meters.class);
    var caller = replicas.getFirst().as(town.keyOf());
    caller.get("/v1/me");
    Eventually.get(this::buckets, count -> count > 0);
    // Some that were in use a moment ago may still be on their way.
    Eventually.get(
        () -> {
          jdbc.sql("update scaigrid_rate_buckets set expires_at = 1").update();
          meters.removeExpired();
          return buckets();
        },
        count -> count == 0);
  }

  @Test
  void aTenantHasItsQuotaOfCoresAndNoMore() {
    var caller = replicas.getFirst().as(town.keyOf(BuiltInRole.TENANT_ADMIN));
    var answers =
        AtOnce.run(
            6, i -> caller.post(Demo.CORES, "{\"name\": \"Core " + (char) ('A' + i) + "\"}"));
    assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(3);
    assertThat(answers)
        .filteredOn(a -> a.status() != 201)
        .allMatch(a -> a.status() == 429 && a.code().equals("QUOTA_EXCEEDED"));
    var made = answers.stream().filter(a -> a.status() == 201).findFirst().orElseThrow();
    caller.delete(Demo.CORES + "/" + made.data().path("id").asString());
    assertThat(caller.post(Demo.CORES, "{\"name\": \"Once more\"}").status()).isEqualTo(201);
  }

  @Test
  void aCoreHasItsQuotaOfExecutionsInFlight() {
    var here = replicas.getFirst().as(town.keyOf(BuiltInRole.TENANT_ADMIN));
    var core = Demo.running(here, "Asking", Demo.sample("approval-agent.ir.json"));
    var input = "{\"message\": \"Hotel 900\"}";
    var first = Demo.invoke(here, core, input).data();
    assertThat(first.path("status").asString()).isEqualTo("suspended");
    assertThat(Demo.invoke(here, core, input).status()).isEqualTo(200);
    var refused = Demo.invoke(here, core, input);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo("QUOTA_EXCEEDED");
    assertThat(chat(here, core).code()).isEqualTo("QUOTA_EXCEEDED");

    here.post(
        Demo.CHECKPOINTS + "/" + first.path("checkpoint_id").asString() + "/resolve",
        "{\"decision\": \"approve\"}");
    Demo.settled(here, first.path("id").asString(), "completed");
    var again =
        Eventually.get(() -> Demo.invoke(here, core, input), answer -> answer.status() != 429);
    assertThat(again.status()).isEqualTo(200);
  }

  private static Http.Answer chat(Http caller, String core) {
    var slug =
        caller
            .post(Demo.CORES + "/" + core + "/publish", "{}")
            .data()
            .path("metadata")
            .path("published_slug")
            .asString();
    return caller.post(
        "/v1/inference/chat",
        """
        {"model": "%s", "messages": [{"role": "user", "content": "Hotel 900"}]}\
        """
            .formatted(slug));
  }

  private int buckets() {
    return jdbc.sql("select count(*) from scaigrid_rate_buckets").query(Integer.class).single();
  }
}
