package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.secrets.SecretAddress;
import ai.scailabs.scaicore.secrets.SecretBox;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * With what the calls of a Core to its plugins are signed: a secret for each Core, made when it is
 * first needed; replicas that make one at the same time agree on one.
 */
@Component
class SigningSecrets {

  /** The name in a secret's address. */
  static final String NAME = "plugins.signing_secret";

  private static final String PREFIX = "pss_";
  private static final int BYTES = 32;
  private static final int MOST_KEPT = 10_000;
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final JdbcClient jdbc;
  private final SecretBox box;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<CoreKey, String> opened =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(KEPT).build();

  SigningSecrets(JdbcClient jdbc, SecretBox box, Clock clock) {
    this.jdbc = jdbc;
    this.box = box;
    this.clock = clock;
  }

  private record CoreKey(String tenantId, String coreId) {}

  /** The secret of a Core, which must be there. */
  String of(String tenantId, String coreId) {
    var key = new CoreKey(tenantId, coreId);
    var known = opened.getIfPresent(key);
    if (known != null) {
      return known;
    }
    var secret = stored(key).orElseGet(() -> made(key));
    opened.put(key, secret);
    return secret;
  }

  private Optional<String> stored(CoreKey key) {
    return jdbc.sql(
            "select sealed from mod_scaicore_signing_secrets where tenant_id = ? and core_id = ?")
        .params(key.tenantId(), key.coreId())
        .query((row, number) -> box.open(address(key), row.getBytes("sealed")))
        .optional();
  }

  private String made(CoreKey key) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    jdbc.sql(
            """
            insert into mod_scaicore_signing_secrets (tenant_id, core_id, sealed, created_at)
            values (?, ?, ?, ?) on conflict (tenant_id, core_id) do nothing
            """)
        .params(
            key.tenantId(),
            key.coreId(),
            box.seal(address(key), secret),
            Timestamp.from(clock.instant()))
        .update();
    // Another replica may have been first.
    return stored(key).orElseThrow();
  }

  private static SecretAddress address(CoreKey key) {
    return new SecretAddress(key.tenantId(), key.coreId(), NAME);
  }
}
