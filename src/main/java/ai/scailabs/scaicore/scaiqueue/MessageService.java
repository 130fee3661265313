package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.scaiqueue.Holding.Receipt;
import ai.scailabs.scaicore.scaiqueue.Message.Status;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people and their programs do with messages. */
@Service
class MessageService {

  private static final int MAX_REASON = 2_000;
  private static final int MAX_CONSUMER = 200;

  private final ScopeService scopes;
  private final Publishing publishing;
  private final Messages messages;
  private final Claims claims;
  private final Broadcasts broadcasts;
  private final Deliveries deliveries;
  private final Completion completion;
  private final Directory directory;
  private final AuditTrail audit;

  MessageService(
      ScopeService scopes,
      Publishing publishing,
      Messages messages,
      Claims claims,
      Broadcasts broadcasts,
      Deliveries deliveries,
      Completion completion,
      Directory directory,
      AuditTrail audit) {
    this.scopes = scopes;
    this.publishing = publishing;
    this.messages = messages;
    this.claims = claims;
    this.broadcasts = broadcasts;
    this.deliveries = deliveries;
    this.completion = completion;
    this.directory = directory;
    this.audit = audit;
  }

  Message publish(Caller caller, @Nullable String scope, String queue, MessageRequest request) {
    var id = scopes.queue(caller, scope, queue).id();
    return publishing.publish(caller.tenantId(), id, request.outgoing(caller.userId()));
  }

  List<Message> claim(
      Caller caller, @Nullable String scope, String idOrSlug, ClaimRequest request) {
    var queue = scopes.queue(caller, scope, idOrSlug);
    var consumer = Fields.key("consumer", request.consumer(), MAX_CONSUMER);
    if (consumer != null && consumer.startsWith(Broadcasts.CORE)) {
      throw new ValidationFailed(
          "consumer", "must not begin with core_, for Cores are consumers under their ids");
    }
    return queue.isBroadcast()
        ? broadcasts.claim(
            queue,
            consumer == null ? caller.userId() : consumer,
            caller.userId(),
            request.limit(),
            request.seconds())
        : claims.claim(
            caller.tenantId(), queue.id(), caller.userId(), request.limit(), request.seconds());
  }

  Page<Message> list(Caller caller, @Nullable String scope, String queue, Paging paging) {
    return messages.of(scopes.queue(caller, scope, queue), paging);
  }

  Page<Message> correlated(Caller caller, String scope, String correlationId, Paging paging) {
    return messages.correlated(scopes.scope(caller, scope), correlationId, paging);
  }

  Message get(Caller caller, String id) {
    return messages.get(caller.tenantId(), id);
  }

  /**
   * Completes a message. Where it is about a checkpoint, that is answered in the same transaction.
   * Done again with the same claim, it changes nothing.
   *
   * @throws ClaimLost where another has the message, or it ended otherwise
   */
  CompletedView complete(Caller caller, String id, CompleteRequest request) {
    var message = request.claimId() == null ? get(caller, id) : null;
    var receipt = receipt(caller, message == null ? id : message.id(), request.claimId());
    return claims
        .completeUnrelated(receipt)
        .map(m -> new CompletedView(MessageView.of(m), null))
        .orElseGet(() -> completeOther(caller, receipt, request));
  }

  private CompletedView completeOther(Caller caller, Receipt receipt, CompleteRequest request) {
    var message = get(caller, receipt.messageId());
    return completion
        .complete(caller, message, receipt, request)
        .or(() -> repeated(message, receipt))
        .orElseThrow(() -> lost(message, receipt));
  }

  private static Optional<CompletedView> repeated(Message message, Receipt receipt) {
    return message.status() == Status.COMPLETED && receipt.claimId().equals(message.claimId())
        ? Optional.of(new CompletedView(MessageView.of(message), null))
        : Optional.empty();
  }

  Message fail(Caller caller, String id, FailRequest request) {
    var reason = Fields.optional("reason", request.reason(), MAX_REASON);
    int delay = Fields.number("retry_after_s", request.retryAfterS(), 0, 0, ClaimRequest.LONGEST);
    return held(caller, id, request.claimId(), h -> receipt -> h.fail(receipt, reason, delay));
  }

  Message release(Caller caller, String id, ReleaseRequest request) {
    return held(caller, id, request.claimId(), h -> h::release);
  }

  Message extend(Caller caller, String id, ExtendRequest request) {
    var seconds =
        request.visibilityTimeoutS() == null
            ? null
            : Integer.valueOf(
                Fields.number(
                    "visibility_timeout_s",
                    request.visibilityTimeoutS(),
                    1,
                    1,
                    ClaimRequest.LONGEST));
    return held(caller, id, request.claimId(), h -> receipt -> h.extend(receipt, seconds));
  }

  private Message held(
      Caller caller,
      String id,
      @Nullable String claimId,
      Function<Holding, Function<Receipt, Optional<Message>>> action) {
    var message = get(caller, id);
    var receipt = receipt(caller, id, claimId);
    Holding holding = message.isBroadcast() ? deliveries : claims;
    return action.apply(holding).apply(receipt).orElseThrow(() -> lost(get(caller, id), receipt));
  }

  private static Receipt receipt(Caller caller, String id, @Nullable String claimId) {
    return new Receipt(
        caller.tenantId(),
        id,
        Fields.required("claim_id", claimId, Fields.MAX_NAME),
        caller.userId());
  }

  private ClaimLost lost(Message before, Receipt receipt) {
    var message = messages.get(receipt.tenantId(), before.id());
    var who = message.endedAt() == null ? message.claimedBy() : message.endedBy();
    return ClaimLost.of(message, who == null ? null : name(receipt.tenantId(), who));
  }

  private String name(String tenantId, String id) {
    return directory.user(tenantId, id).map(User::email).orElse(id);
  }

  /** Gives a dead letter back to the queue, or the consumer, that it failed in. */
  @Transactional
  Message redrive(Caller caller, String id) {
    var dead = get(caller, id);
    var redriven =
        dead.originalId() == null
            ? messages.redrive(caller.tenantId(), id)
            : deliveries.redrive(caller.tenantId(), id);
    var message =
        redriven.orElseThrow(
            () ->
                new ApiException(
                    ErrorCode.CONFLICT,
                    "The message %s cannot be redriven: it is no dead letter, or somebody has claimed it, or its broadcast is not kept any more."
                        .formatted(id)));
    audit.record(caller.tenantId(), "message.redrive", id);
    return message;
  }
}
