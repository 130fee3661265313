package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.MessageQueues;
import ai.scailabs.scaicore.execution.QueueRefused;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Values;
import ai.scailabs.scaicore.scaiqueue.Holding.Receipt;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.RawJson;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The queues as programs reach them. Whoever waits for a message finds it by looking, twice a
 * second: that costs less than telling them of each one that is published.
 */
@Service
class QueueMessages implements MessageQueues {

  private static final String UNTYPED = "message";

  /** Ten years, in seconds. */
  private static final long LONGEST = 10L * 365 * 24 * 3600;

  private static final Duration ALMOST_A_SECOND = Duration.ofMillis(999);

  private final Scopes scopes;
  private final Queues queues;
  private final Publishing publishing;
  private final Claims claims;
  private final Broadcasts broadcasts;
  private final Deliveries deliveries;
  private final JdbcClient jdbc;

  QueueMessages(
      Scopes scopes,
      Queues queues,
      Publishing publishing,
      Claims claims,
      Broadcasts broadcasts,
      Deliveries deliveries,
      JdbcClient jdbc) {
    this.scopes = scopes;
    this.queues = queues;
    this.publishing = publishing;
    this.claims = claims;
    this.broadcasts = broadcasts;
    this.deliveries = deliveries;
    this.jdbc = jdbc;
  }

  @Override
  public MessageQueues.Queue find(String tenantId, String scope, String queue) {
    try {
      var there = scopes.get(tenantId, scope);
      var found = queues.find(there, queue).orElseThrow(() -> QueueNotFound.in(there, queue));
      return new MessageQueues.Queue(tenantId, found.id());
    } catch (ScopeNotFound | QueueNotFound e) {
      throw new QueueRefused(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String publish(MessageQueues.Queue queue, MessageQueues.Message message) {
    try {
      return publishing.publish(queue.tenantId(), queue.id(), outgoing(message)).id();
    } catch (ApiException e) {
      throw new QueueRefused(String.valueOf(e.getMessage()));
    }
  }

  private static Outgoing outgoing(MessageQueues.Message m) {
    var body = m.body() == null ? "{}" : Json.text(m.body());
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MessageRequest.MAX_BODY) {
      throw new ValidationFailed(
          "payload",
          "has %,d bytes and may have %,d; keep what is large elsewhere, and send where"
              .formatted(bytes, MessageRequest.MAX_BODY));
    }
    if (m.body() != null && !isConsumable(m.body())) {
      throw new ValidationFailed(
          "payload", "is nested too deep: who consumes it has it one level deeper; flatten it");
    }
    var type = m.messageType();
    if (type != null && type.length() > Fields.MAX_NAME) {
      throw new ValidationFailed(
          "message_type", "has more than %d characters; shorten it".formatted(Fields.MAX_NAME));
    }
    return new Outgoing(
        type == null || type.isBlank() ? UNTYPED : type,
        new RawJson(body),
        Tier.NORMAL,
        m.executionId(),
        key(m),
        null,
        null,
        null,
        m.after() == null
            ? 0
            : (int) Math.min(LONGEST, m.after().plus(ALMOST_A_SECOND).toSeconds()),
        null,
        m.executionId());
  }

  /** Whether a program can have it: it is given the body within a message. */
  private static boolean isConsumable(Object body) {
    try {
      Values.normalise(Map.of("body", body));
      return true;
    } catch (EvaluationFailed e) {
      return false;
    }
  }

  /** A step deep within a program has a long name, which no index takes. */
  private static String key(MessageQueues.Message m) {
    var key = m.idempotencyKey();
    return key.length() <= MessageRequest.MAX_KEY
        ? key
        : m.executionId() + ":" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<Taken> take(MessageQueues.Queue of, String consumer, String executionId) {
    var queue =
        queues
            .find(of.tenantId(), of.id())
            .orElseThrow(() -> new QueueRefused("it was deleted; create it again"));
    try {
      return next(queue, consumer, executionId).stream()
          .findFirst()
          .flatMap(m -> completed(queue, m, executionId));
    } catch (ApiException e) {
      throw new QueueRefused(String.valueOf(e.getMessage()));
    }
  }

  private List<ai.scailabs.scaicore.scaiqueue.Message> next(
      ai.scailabs.scaicore.scaiqueue.Queue queue, String consumer, String by) {
    return queue.isBroadcast()
        ? broadcasts.claim(queue, consumer, by, 1, null)
        : claims.claim(queue.tenantId(), queue.id(), by, 1, null);
  }

  /** Empty where no program can read it: it has failed, and is a dead letter in the end. */
  private Optional<Taken> completed(
      ai.scailabs.scaicore.scaiqueue.Queue queue,
      ai.scailabs.scaicore.scaiqueue.Message m,
      String by) {
    var receipt = new Receipt(m.tenantId(), m.id(), String.valueOf(m.claimId()), by);
    Holding holding = queue.isBroadcast() ? deliveries : claims;
    @Nullable Object body;
    try {
      body = Json.object("{\"body\": " + m.body().text() + "}").get("body");
    } catch (IllegalArgumentException | EvaluationFailed e) {
      holding.fail(receipt, "no program can read it: " + e.getMessage(), 0);
      return Optional.empty();
    }
    var taken = holding.complete(receipt).orElseThrow();
    return Optional.of(
        new Taken(
            taken.id(), taken.messageType(), body, taken.correlationId(), taken.publishedAt()));
  }

  /** Indexes: mod_scaiqueue_messages_ready, …_claimed, …_broadcast, …_deliveries_claimed. */
  @Override
  public List<Wanted> ready(Collection<Wanted> wanted) {
    return jdbc.sql(
            """
            select w.tenant, w.queue, w.consumer
            from unnest(:tenants, :queues, :consumers) as w (tenant, queue, consumer)
            where not exists (select 1 from mod_scaiqueue_queues q
                where q.tenant_id = w.tenant and q.id = w.queue)
              or exists (select 1 from mod_scaiqueue_deliveries d
                join mod_scaiqueue_messages m on m.id = d.message_id and m.status = 'broadcast'
                  and (m.expires_at is null or m.expires_at > now())
                where d.tenant_id = w.tenant and d.queue_id = w.queue and d.consumer = w.consumer
                  and d.status = 'claimed' and d.visible_at <= now())
              or exists (select 1 from mod_scaiqueue_messages m
                where m.tenant_id = w.tenant and m.queue_id = w.queue and m.status = 'ready'
                  and (m.expires_at is null or m.expires_at > now()))
              or exists (select 1 from mod_scaiqueue_messages m
                where m.tenant_id = w.tenant and m.queue_id = w.queue and m.status = 'claimed'
                  and m.visible_at <= now() and (m.expires_at is null or m.expires_at > now()))
              or exists (select 1 from mod_scaiqueue_messages m
                where m.tenant_id = w.tenant and m.queue_id = w.queue and m.status = 'broadcast'
                  and (m.expires_at is null or m.expires_at > now())
                  and m.xid >= coalesce((select c.seen_below from mod_scaiqueue_consumers c
                    where c.tenant_id = w.tenant and c.queue_id = w.queue
                      and c.consumer = w.consumer), cast('0' as xid8))
                  and not exists (select 1 from mod_scaiqueue_deliveries d
                    where d.message_id = m.id and d.consumer = w.consumer))
            """)
        .param("tenants", wanted.stream().map(w -> w.queue().tenantId()).toArray(String[]::new))
        .param("queues", wanted.stream().map(w -> w.queue().id()).toArray(String[]::new))
        .param("consumers", wanted.stream().map(Wanted::consumer).toArray(String[]::new))
        .query(
            (row, number) ->
                new Wanted(
                    new MessageQueues.Queue(row.getString(1), row.getString(2)), row.getString(3)))
        .list();
  }
}
