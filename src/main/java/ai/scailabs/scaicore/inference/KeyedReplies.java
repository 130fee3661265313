package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers of model servers to chats with an {@code Idempotency-Key}, kept for 24 hours: the same
 * request gets the same answer, and its server one call. A failure is not kept. After a crash the
 * request can be repeated once the call would be over in any case.
 */
@Component
class KeyedReplies {

  private static final Logger log = LoggerFactory.getLogger(KeyedReplies.class);

  /** For what a call takes beside the server's time. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final JsonMapper json;

  KeyedReplies(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** A caller's key, and the fingerprint of what it was sent with. */
  record Use(String tenantId, String userId, String key, String requestHash) {}

  private record Earlier(String requestHash, @Nullable String reply) {}

  /**
   * The answer that is kept; else asks, and keeps the answer.
   *
   * @param longest as long as asking can take
   * @throws ChatUnderWay where another request asks at this moment
   */
  ChatReply once(Use use, Duration longest, Supplier<ChatReply> ask) {
    var attempt = Ids.next("try_");
    while (!take(use, attempt, longest.plus(SLACK))) {
      var earlier = find(use);
      // Where there is none any more, its request failed or was forgotten just now.
      if (earlier.isPresent()) {
        return reply(use, earlier.get());
      }
    }
    ChatReply reply;
    try {
      reply = ask.get();
    } catch (RuntimeException e) {
      release(use, attempt, e);
      throw e;
    }
    keep(use, attempt, reply);
    return reply;
  }

  private ChatReply reply(Use use, Earlier earlier) {
    if (!earlier.requestHash().equals(use.requestHash())) {
      throw new ValidationFailed(
          "Idempotency-Key", "was used for another request in the last 24 hours; choose a new one");
    }
    if (earlier.reply() == null) {
      throw new ChatUnderWay();
    }
    return json.readValue(earlier.reply(), ChatReply.class).again();
  }

  private boolean take(Use use, String attempt, Duration longest) {
    return jdbc.sql(
                """
                insert into scaigrid_chat_replies as r
                  (tenant_id, user_id, key, request_hash, attempt, ends_at)
                values (:tenant, :user, :key, :hash, :attempt,
                  now() + cast(:millis as bigint) * interval '1 millisecond')
                on conflict (tenant_id, user_id, key) do update
                  set request_hash = excluded.request_hash, attempt = excluded.attempt,
                    reply = null, ends_at = excluded.ends_at
                  where r.ends_at <= now()
                """)
            .param("tenant", use.tenantId())
            .param("user", use.userId())
            .param("key", use.key())
            .param("hash", use.requestHash())
            .param("attempt", attempt)
            .param("millis", longest.toMillis())
            .update()
        == 1;
  }

  private Optional<Earlier> find(Use use) {
    return jdbc.sql(
            """
            select request_hash, reply from scaigrid_chat_replies
            where tenant_id = ? and user_id = ? and key = ? and ends_at > now()
            """)
        .params(use.tenantId(), use.userId(), use.key())
        .query((row, n) -> new Earlier(row.getString(1), row.getString(2)))
        .optional();
  }

  /** Whoever asked has an answer, so it counts for nothing that it cannot be kept. */
  private void keep(Use use, String attempt, ChatReply reply) {
    try {
      jdbc.sql(
              """
              update scaigrid_chat_replies
              set reply = cast(:reply as json), ends_at = now() + interval '24 hours'
              where tenant_id = :tenant and user_id = :user and key = :key and attempt = :attempt
              """)
          .param("reply", json.writeValueAsString(reply))
          .param("tenant", use.tenantId())
          .param("user", use.userId())
          .param("key", use.key())
          .param("attempt", attempt)
          .update();
    } catch (DataAccessException e) {
      log.warn("the answer of a chat with an Idempotency-Key is not kept", e);
    }
  }

  private void release(Use use, String attempt, RuntimeException failure) {
    try {
      jdbc.sql(
              """
              delete from scaigrid_chat_replies
              where tenant_id = ? and user_id = ? and key = ? and attempt = ?
              """)
          .params(use.tenantId(), use.userId(), use.key(), attempt)
          .update();
    } catch (DataAccessException e) {
      failure.addSuppressed(e);
    }
  }

  /** Index: scaigrid_chat_replies_ended. */
  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
  void forgetOld() {
    jdbc.sql("delete from scaigrid_chat_replies where ends_at <= now()").update();
  }
}
