package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Which execution an {@code Idempotency-Key} began. Keys are kept for 24 hours. */
@Component
class IdempotencyKeys {

  static final int MAX_LENGTH = 255;

  private static final int FORGOTTEN_AT_ONCE = 10_000;

  private final JdbcClient jdbc;

  IdempotencyKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a key was used for. */
  record Use(String executionId, String requestHash) {}

  /** The key of a header, or null where there is none. */
  static @Nullable String checked(@Nullable String header) {
    if (header != null && (header.isBlank() || header.length() > MAX_LENGTH)) {
      throw new ValidationFailed("Idempotency-Key", "must have 1 to " + MAX_LENGTH + " characters");
    }
    return header;
  }

  /** The fingerprint of a request, by which a repeated one is told from another. */
  static String hash(StartExecution request) {
    var parts =
        Arrays.asList(
            request.coreId(),
            request.input(),
            request.flow(),
            request.instanceKey(),
            request.trigger().get("kind"));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(Json.text(parts).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Optional<Use> find(String tenantId, String userId, String key) {
    return jdbc.sql(
            """
            select execution_id, request_hash from mod_scaicore_idempotency
            where tenant_id = ? and user_id = ? and key = ? and created_at > now() - interval '24 hours'
            """)
        .params(tenantId, userId, key)
        .query((row, n) -> new Use(row.getString(1), row.getString(2)))
        .optional();
  }

  /** Takes a key for an execution; false when a request before has it. */
  boolean take(String tenantId, String userId, String key, Use use) {
    return jdbc.sql(
                """
                insert into mod_scaicore_idempotency as i
                  (tenant_id, user_id, key, request_hash, execution_id, created_at)
                values (?, ?, ?, ?, ?, now())
                on conflict (tenant_id, user_id, key) do update
                  set request_hash = excluded.request_hash, execution_id = excluded.execution_id,
                      created_at = excluded.created_at
                  where i.created_at <= now() - interval '24 hours'
                """)
            .params(tenantId, userId, key, use.requestHash(), use.executionId())
            .update()
        == 1;
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
  void forgetOld() {
    int forgotten;
    do {
      forgotten =
          jdbc.sql(
                  """
                  delete from mod_scaicore_idempotency where ctid = any(array(
                    select ctid from mod_scaicore_idempotency
                    where created_at <= now() - interval '24 hours' limit ?))
                  """)
              .param(FORGOTTEN_AT_ONCE)
              .update();
    } while (forgotten == FORGOTTEN_AT_ONCE);
  }
}
