package ai.scailabs.scaicore.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.TestPostgres;
import ai.scailabs.scaicore.testing.Town;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
class RevocationTests {

  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  @LocalServerPort int port;
  @Autowired DirectoryWriter writer;
  @Autowired CallerCache cache;
  @Autowired JdbcClient jdbc;
  @Autowired DataSource dataSource;

  @Value("${spring.datasource.url}")
  String database;

  User user;
  String key;

  @BeforeEach
  void setUp() {
    var town = new Town(writer);
    user = town.user(town.tenant(), BuiltInRole.TENANT_USER);
    key = town.key(user);
  }

  @Test
  void aRevokedKeyIsRefusedByEveryReplicaAtOnce() {
    try (var second = new Replica(database)) {
      var here = new Http(port, key);
      var there = second.as(key);
      await().until(() -> cache.hears() && second.context().getBean(CallerCache.class).hears());
      assertThat(here.get("/v1/me").status()).isEqualTo(200);
      assertThat(there.get("/v1/me").status()).isEqualTo(200);

      jdbc.sql("update scaigrid_api_keys set revoked_at = now() where user_id = ?")
          .param(user.id())
          .update();

      await().atMost(AT_ONCE).until(() -> here.get("/v1/me").status() == 401);
      await().atMost(AT_ONCE).until(() -> there.get("/v1/me").status() == 401);
    }
  }

  @Test
  void everyChangeOfTheDirectoryIsHeard() {
    var http = new Http(port, key);
    await().until(cache::hears);
    assertThat(http.get("/v1/me").data().path("permissions").size()).isEqualTo(2);
    writer.add(user, java.util.Set.of(BuiltInRole.TENANT_VIEWER));
    await().atMost(AT_ONCE).until(() -> http.get("/v1/me").data().path("permissions").size() == 3);
    jdbc.sql("update scaigrid_users set active = false where id = ?").param(user.id()).update();
    await().atMost(AT_ONCE).until(() -> http.get("/v1/me").status() == 401);
    jdbc.sql("update scaigrid_users set active = true where id = ?").param(user.id()).update();
    await().atMost(AT_ONCE).until(() -> http.get("/v1/me").status() == 200);
    jdbc.sql("update scaigrid_tenants set status = 'suspended' where id = ?")
        .param(user.tenantId())
        .update();
    await().atMost(AT_ONCE).until(() -> http.get("/v1/me").status() == 401);
  }

  @Test
  void aLineOnWhichNothingComesBackIsNotTrusted() throws SQLException {
    var deaf = new CallerCache();
    var listener = new DirectoryListener(dataSource, deaf);
    // What is said in one database is not heard in another.
    try (var listening = DriverManager.getConnection(TestPostgres.newDatabase());
        var speaking = dataSource.getConnection()) {
      assertThatThrownBy(() -> listener.hear(listening, speaking))
          .hasMessageContaining("nothing comes back");
    }
    assertThat(deaf.hears()).isFalse();
  }

  @Test
  void aLostListenerComesBackAndNothingStaleIsServedMeanwhile() {
    var http = new Http(port, key);
    await().until(cache::hears);
    assertThat(http.get("/v1/me").status()).isEqualTo(200);
    jdbc.sql(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and query in ('listen scaigrid_directory')
              and pid <> pg_backend_pid()\
            """)
        .query()
        .listOfRows();
    await().until(() -> !cache.hears());
    jdbc.sql("update scaigrid_api_keys set revoked_at = now() where user_id = ?")
        .param(user.id())
        .update();
    assertThat(http.get("/v1/me").status()).isEqualTo(401);
    await().until(cache::hears);
    assertThat(http.get("/v1/me").status()).isEqualTo(401);
  }
}
