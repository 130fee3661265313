package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.checkpoint.NotifiedCheckpoints;
import ai.scailabs.scaicore.notification.Sender.Receipt;
import ai.scailabs.scaicore.web.Contended;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes one try of a delivery, outside any transaction, and records in one what came of it. Whoever
 * dies between the two is followed by another try of the same delivery.
 */
@Component
class Courier {

  /** How long after each try that failed the next one begins; after the last there is none. */
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(2));

  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  private final Map<Channel, Sender> senders;
  private final TenantSettings settings;
  private final Outbox outbox;
  private final NotifiedCheckpoints checkpoints;
  private final TransactionOperations transactions;
  private final Clock clock;

  Courier(
      List<Sender> senders,
      TenantSettings settings,
      Outbox outbox,
      NotifiedCheckpoints checkpoints,
      TransactionOperations transactions,
      Clock clock) {
    this.senders = senders.stream().collect(Collectors.toMap(Sender::channel, Function.identity()));
    this.settings = settings;
    this.outbox = outbox;
    this.checkpoints = checkpoints;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Tries a delivery that was claimed. */
  void deliver(Delivery delivery) {
    Receipt receipt;
    try {
      receipt = sent(delivery);
    } catch (DeliveryFailed e) {
      failed(delivery, e.status(), String.valueOf(e.getMessage()), e.isLasting());
      return;
    } catch (RuntimeException e) {
      log.warn("the notification {} could not be tried", delivery.id(), e);
      failed(delivery, null, "our fault; the log of the service has more", false);
      return;
    }
    record(delivery, receipt);
  }

  private Receipt sent(Delivery delivery) throws DeliveryFailed {
    var current = settings.current(delivery.tenantId());
    if (!current.channels().contains(delivery.channel())) {
      throw DeliveryFailed.lasting(
          "the channel " + delivery.channel().word() + " was switched off; switch it on and retry");
    }
    if (delivery.channel() == Channel.MAIL
        && delivery.event().asksForAnAnswer()
        && !checkpoints.isPending(delivery.tenantId(), delivery.checkpointId())) {
      throw DeliveryFailed.lasting("nobody has to answer any more, so nobody was asked to");
    }
    return Objects.requireNonNull(senders.get(delivery.channel())).send(delivery, current);
  }

  private void record(Delivery delivery, Receipt receipt) {
    var now = now();
    Contended.retried(
        () ->
            Objects.requireNonNull(
                transactions.execute(
                    status -> {
                      // The checkpoint first, as a Core that is deleted does.
                      checkpoints.sent(delivery.tenantId(), delivery.checkpointId());
                      return outbox.delivered(delivery, receipt.recipient(), receipt.note(), now);
                    })));
  }

  private void failed(Delivery delivery, @Nullable Integer status, String error, boolean lasting) {
    int tries = delivery.attempts();
    var next = lasting || tries > PAUSES.size() ? null : now().plus(PAUSES.get(tries - 1));
    outbox.failed(delivery, status, error, next);
    if (next == null) {
      log.warn(
          "the notification {} of tenant {} by {} is given up after {} tries: {}",
          delivery.id(),
          delivery.tenantId(),
          delivery.channel().word(),
          tries,
          error);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
