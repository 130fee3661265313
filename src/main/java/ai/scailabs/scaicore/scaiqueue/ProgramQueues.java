package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.MessageQueues;
import ai.scailabs.scaicore.execution.QueueRefused;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The queues as programs reach them: in the transactions of their executions. */
@Component
class ProgramQueues implements MessageQueues {

  /** What a message is called that its program gives no name. */
  static final String UNNAMED = "message";

  private static final Duration LONGEST = Duration.ofDays(3650);

  private final QueueMessages messages;
  private final JdbcClient jdbc;

  ProgramQueues(QueueMessages messages, JdbcClient jdbc) {
    this.messages = messages;
    this.jdbc = jdbc;
  }

  @Override
  public Queue find(String tenantId, String scope, String queue) {
    return new Queue(tenantId, allowed(() -> messages.find(tenantId, scope, queue)));
  }

  /** The execution is its correlation id, by which people find it. */
  @Override
  public String publish(Queue queue, Message message) {
    var body = message.body() == null ? "{}" : Json.text(message.body());
    if (body.getBytes(StandardCharsets.UTF_8).length > MessageRequest.MAX_BODY) {
      throw new QueueRefused(
          "the payload has more than 256 KB; publish what leads to it instead, such as an id");
    }
    var type = message.messageType();
    if (type != null && type.length() > Fields.MAX_NAME) {
      throw new QueueRefused(
          "the message_type has more than %d characters; shorten it".formatted(Fields.MAX_NAME));
    }
    var outgoing =
        new Outgoing(
            type == null || type.isBlank() ? UNNAMED : type,
            new RawJson(body),
            Tier.NORMAL,
            message.executionId(),
            key(message),
            null,
            null,
            null,
            seconds(message.after()),
            null,
            message.executionId());
    return allowed(() -> messages.publish(queue.tenantId(), queue.id(), outgoing));
  }

  /** A step deep in a program has a long name, and an index takes no such key. */
  private static String key(Message message) {
    var key = message.idempotencyKey();
    return key.length() <= MessageRequest.MAX_KEY
        ? key
        : message.executionId()
            + ":"
            + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
  }

  private static int seconds(@Nullable Duration after) {
    if (after == null) {
      return 0;
    }
    var wait = after.compareTo(LONGEST) > 0 ? LONGEST : after;
    return (int) wait.plusMillis(999).toSeconds();
  }

  @Override
  public Optional<Taken> take(Queue queue, String consumer, String executionId) {
    return allowed(() -> messages.take(queue.tenantId(), queue.id(), consumer, executionId))
        .map(
            taken ->
                new Taken(
                    taken.id(),
                    taken.messageType(),
                    Json.parse(taken.body().text()),
                    taken.correlationId(),
                    taken.publishedAt()));
  }

  /** Indexes: mod_scaiqueue_messages_ready, …_claimed, …_broadcast. */
  @Override
  public List<Wanted> ready(Collection<Wanted> wanted) {
    return jdbc.sql(
            """
            select w.tenant, w.queue, w.consumer
            from unnest(?, ?, ?) as w (tenant, queue, consumer)
            left join mod_scaiqueue_queues q on q.tenant_id = w.tenant and q.id = w.queue
            where q.id is null
              or exists (
                select from mod_scaiqueue_messages m
                where m.tenant_id = w.tenant and m.queue_id = w.queue and m.status = 'ready'
                  and (m.expires_at is null or m.expires_at > now()))
              or exists (
                select from mod_scaiqueue_messages m
                where m.tenant_id = w.tenant and m.queue_id = w.queue and m.status = 'claimed'
                  and m.visible_at <= now() and (m.expires_at is null or m.expires_at > now()))
              or q.consumer_mode = 'broadcast' and (
                exists (
                  select from mod_scaiqueue_deliveries d
                  where d.tenant_id = w.tenant and d.queue_id = w.queue
                    and d.consumer = w.consumer and d.status = 'claimed'
                    and d.visible_at <= now())
                or exists (
                  select from mod_scaiqueue_messages m
                  where m.tenant_id = w.tenant and m.queue_id = w.queue
                    and m.status = 'broadcast' and (m.expires_at is null or m.expires_at > now())
                    and m.xid >= coalesce((
                      select c.seen_below from mod_scaiqueue_consumers c
                      where c.tenant_id = w.tenant and c.queue_id = w.queue
                        and c.consumer = w.consumer), cast('0' as xid8))
                    and not exists (
                      select from mod_scaiqueue_deliveries d
                      where d.message_id = m.id and d.consumer = w.consumer)))
            """)
        .params(
            wanted.stream().map(w -> w.queue().tenantId()).toArray(String[]::new),
            wanted.stream().map(w -> w.queue().id()).toArray(String[]::new),
            wanted.stream().map(Wanted::consumer).toArray(String[]::new))
        .query(
            (row, number) ->
                new Wanted(new Queue(row.getString(1), row.getString(2)), row.getString(3)))
        .list();
  }

  private static <T> T allowed(Supplier<T> call) {
    try {
      return call.get();
    } catch (ApiException e) {
      throw new QueueRefused(String.valueOf(e.getMessage()));
    }
  }
}
