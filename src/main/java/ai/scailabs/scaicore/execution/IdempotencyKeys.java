package ai.scailabs.scaicore.execution;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Which execution an {@code Idempotency-Key} began. Keys are kept for 24 hours. */
@Component
class IdempotencyKeys {

  private static final int FORGOTTEN_AT_ONCE = 10_000;

  private final JdbcClient jdbc;

  IdempotencyKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a key was used for. */
  record Use(String executionId, String requestHash) {}

  /** The fingerprint of a request, by which a repeated one is told from another. */
  static String hash(StartExecution request) {
    return IdempotencyKey.fingerprint(
        request.coreId(),
        request.input(),
        request.flow(),
        request.instanceKey(),
        request.trigger().get("kind"));
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
