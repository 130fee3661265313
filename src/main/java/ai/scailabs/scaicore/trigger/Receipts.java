package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.execution.IdempotencyKey;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What came in under a key, and what it was answered, so that a repeated one begins nothing. */
@Component
class Receipts {

  private static final int FORGOTTEN_AT_ONCE = 10_000;

  private final JdbcClient jdbc;

  Receipts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Under what something is remembered.
   *
   * @param sender who chose the key: one sender's keys are nothing to another's
   * @param hash of what came in
   * @param field where the key stood
   */
  record Key(
      String tenantId,
      String coreId,
      String sender,
      String key,
      String hash,
      Duration kept,
      String field) {}

  /** The key of a request, out of its header or its body; null where it has none. */
  static @Nullable String key(@Nullable String header, @Nullable String body) {
    if (header != null && body != null && !header.equals(body)) {
      throw new ValidationFailed(
          "idempotency_key", "is not the Idempotency-Key of the header; send one of them");
    }
    return header == null
        ? IdempotencyKey.checked("idempotency_key", body)
        : IdempotencyKey.checked("Idempotency-Key", header);
  }

  /**
   * What was answered under a key; empty where nothing was.
   *
   * @throws ValidationFailed where something else came in under it
   */
  Optional<Accepted> find(Key key) {
    return jdbc.sql(
            """
            select event_id, execution_ids, request_hash from mod_scaicore_event_receipts
            where tenant_id = ? and core_id = ? and sender = ? and key = ? and expires_at > now()
            """)
        .params(key.tenantId(), key.coreId(), key.sender(), key.key())
        .query(
            (row, number) -> {
              if (!row.getString(3).equals(key.hash())) {
                throw new ValidationFailed(
                    key.field(), "was used for another event before; choose a new one");
              }
              return new Accepted(row.getString(1), List.of((String[]) row.getArray(2).getArray()));
            })
        .optional();
  }

  /** Takes a key, in the transaction that is open; false where another has it. */
  boolean take(Key key, Accepted answer) {
    return jdbc.sql(
                """
                insert into mod_scaicore_event_receipts as r
                  (tenant_id, core_id, sender, key, request_hash, event_id, execution_ids,
                   expires_at)
                values (?, ?, ?, ?, ?, ?, ?, now() + make_interval(secs => ?))
                on conflict (tenant_id, core_id, sender, key) do update
                  set request_hash = excluded.request_hash, event_id = excluded.event_id,
                      execution_ids = excluded.execution_ids, expires_at = excluded.expires_at
                  where r.expires_at <= now()
                """)
            .param(key.tenantId())
            .param(key.coreId())
            .param(key.sender())
            .param(key.key())
            .param(key.hash())
            .param(answer.eventId())
            .param(answer.executionIds().toArray(String[]::new))
            .param(key.kept().toSeconds())
            .update()
        == 1;
  }

  /** Index: mod_scaicore_event_receipts_age. */
  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
  void forgetOld() {
    int forgotten;
    do {
      forgotten =
          jdbc.sql(
                  """
                  delete from mod_scaicore_event_receipts where ctid = any(array(
                    select ctid from mod_scaicore_event_receipts
                    where expires_at <= now() limit ?))
                  """)
              .param(FORGOTTEN_AT_ONCE)
              .update();
    } while (forgotten == FORGOTTEN_AT_ONCE);
  }
}
