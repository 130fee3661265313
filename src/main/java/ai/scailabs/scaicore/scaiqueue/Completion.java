package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.checkpoint.Checkpoint;
import ai.scailabs.scaicore.checkpoint.QueuedAnswers;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.scaiqueue.CompletedView.Answered;
import ai.scailabs.scaicore.scaiqueue.Holding.Receipt;
import ai.scailabs.scaicore.web.Contended;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Completes messages that may be about checkpoints: those whose {@code correlation_id} is the id of
 * one of the tenant. A pending one is answered by the completion, in one transaction. One that was
 * closed before stays as it is, and the message is completed all the same: there is nothing left to
 * do for anybody, and who completed it is told how the checkpoint ended.
 */
@Component
class Completion {

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");

  private final Claims claims;
  private final Deliveries deliveries;
  private final Messages messages;
  private final QueuedAnswers answers;
  private final TransactionOperations transactions;

  Completion(
      Claims claims,
      Deliveries deliveries,
      Messages messages,
      QueuedAnswers answers,
      TransactionOperations transactions) {
    this.claims = claims;
    this.deliveries = deliveries;
    this.messages = messages;
    this.answers = answers;
    this.transactions = transactions;
  }

  private record Done(CompletedView view, Runnable afterCommit) {}

  /** The completed message; empty where the claim does not hold it. */
  Optional<CompletedView> complete(
      Caller caller, Message message, Receipt receipt, CompleteRequest request) {
    var done =
        Contended.retried(
            () ->
                Objects.requireNonNull(
                    transactions.execute(
                        status -> inTransaction(caller, message, receipt, request))));
    done.ifPresent(d -> d.afterCommit().run());
    return done.map(Done::view);
  }

  /** The checkpoint is held before the message, as whoever answers it elsewhere holds them. */
  private Optional<Done> inTransaction(
      Caller caller, Message message, Receipt receipt, CompleteRequest request) {
    var checkpoint = checkpoint(message).orElse(null);
    var completed = completed(message, receipt, checkpoint);
    if (checkpoint == null) {
      return completed.map(m -> new Done(new CompletedView(MessageView.of(m), null), () -> {}));
    }
    if (completed.isEmpty()) {
      return Optional.empty();
    }
    var view = MessageView.of(completed.get());
    if (checkpoint.status() != Checkpoint.Status.PENDING) {
      var answered = Answered.of(checkpoint, completed.get().isAnswer());
      return Optional.of(new Done(new CompletedView(view, answered), () -> {}));
    }
    boolean itself = checkpoint.id().equals(message.checkpointId());
    var answered = answers.answer(caller, checkpoint, request.resolution(), itself);
    messages.markAnswer(completed.get());
    return Optional.of(
        new Done(
            new CompletedView(view, Answered.of(answered.checkpoint(), true)),
            answered.afterCommit()));
  }

  private Optional<Checkpoint> checkpoint(Message message) {
    var id = message.correlationId();
    return id == null || !UUID_TEXT.matcher(id).matches()
        ? Optional.empty()
        : answers.hold(message.tenantId(), UUID.fromString(id));
  }

  private Optional<Message> completed(
      Message message, Receipt receipt, @Nullable Checkpoint checkpoint) {
    if (message.isBroadcast()) {
      return deliveries.complete(receipt).or(() -> deliveries.endedUnder(receipt));
    }
    return claims.complete(receipt).or(() -> ended(message, receipt, checkpoint));
  }

  /** What this very claim completed, or held when its checkpoint was closed elsewhere. */
  private Optional<Message> ended(
      Message message, Receipt receipt, @Nullable Checkpoint checkpoint) {
    return checkpoint == null
        ? Optional.empty()
        : claims.endedUnder(receipt).filter(m -> m.id().equals(message.id()));
  }
}
