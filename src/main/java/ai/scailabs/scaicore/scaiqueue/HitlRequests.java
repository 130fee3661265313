package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.checkpoint.Checkpoint;
import ai.scailabs.scaicore.checkpoint.CheckpointNotices;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.web.RawJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends checkpoints that have a queue as their target there, as {@code hitl_request}, in the
 * transaction that makes them; and withdraws those messages in the transaction that closes them,
 * unless it is their completion that did.
 */
@Component
class HitlRequests implements CheckpointNotices {

  private static final Logger log = LoggerFactory.getLogger(HitlRequests.class);

  private static final String TYPE = "hitl_request";

  private final Scopes scopes;
  private final Queues queues;
  private final Publishing publishing;
  private final Messages messages;

  HitlRequests(Scopes scopes, Queues queues, Publishing publishing, Messages messages) {
    this.scopes = scopes;
    this.queues = queues;
    this.publishing = publishing;
    this.messages = messages;
  }

  @Override
  public void note(Checkpoint checkpoint, Why why) {
    var target = checkpoint.hitlTarget();
    if (target == null) {
      return;
    }
    switch (why) {
      case CREATED -> send(checkpoint, target);
      case RESOLVED, CANCELLED, EXPIRED ->
          messages.supersede(checkpoint.tenantId(), checkpoint.id());
      case REASSIGNED, ESCALATED, REMINDER -> {}
    }
  }

  /** Where the queue was deleted since the program asked, the inbox has the question alone. */
  private void send(Checkpoint checkpoint, Checkpoint.HitlTarget target) {
    try {
      publish(checkpoint, target);
    } catch (ScopeNotFound | QueueNotFound e) {
      log.warn(
          "the checkpoint {} of the tenant {} is in the inbox alone: {}",
          checkpoint.id(),
          checkpoint.tenantId(),
          e.getMessage());
    }
  }

  private void publish(Checkpoint checkpoint, Checkpoint.HitlTarget target) {
    var scope = scopes.get(checkpoint.tenantId(), target.scope());
    var queue =
        queues
            .find(scope, target.queue())
            .orElseThrow(() -> QueueNotFound.in(scope, target.queue()));
    var id = checkpoint.id().toString();
    publishing.publish(
        checkpoint.tenantId(),
        queue.id(),
        new Outgoing(
            TYPE,
            new RawJson(Json.text(body(checkpoint, target))),
            Tier.of(checkpoint.priority()),
            id,
            id,
            null,
            checkpoint.expiresAt(),
            target.spec(),
            0,
            checkpoint.id(),
            null));
  }

  private static Map<String, @Nullable Object> body(Checkpoint c, Checkpoint.HitlTarget target) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("checkpoint_id", c.id().toString());
    body.put("core_id", c.coreId());
    body.put("core_name", c.coreName());
    body.put("execution_id", c.executionId());
    body.put("flow_name", c.flowName());
    body.put("node_id", c.nodeId());
    body.put("checkpoint_type", c.type());
    body.put("prompt", c.prompt());
    body.put("options", Json.parse(c.options().text()));
    body.put("response_schema", value(c.responseSchema()));
    body.put("context", value(c.context()));
    body.put("assignee", c.assignee().raw());
    body.put("priority", c.priority());
    body.put("expires_at", c.expiresAt() == null ? null : c.expiresAt().toString());
    body.put("sections", Json.object(target.spec().text()).get("sections"));
    return body;
  }

  private static @Nullable Object value(@Nullable RawJson json) {
    return json == null ? null : Json.parse(json.text());
  }
}
