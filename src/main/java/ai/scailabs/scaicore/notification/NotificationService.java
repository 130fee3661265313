package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.notification.Delivery.Status;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** What admins do about notifications: settings, and a look at what was told. */
@Service
class NotificationService {

  /** What the audit calls the settings of a tenant: there is one of them. */
  private static final String SETTINGS = "settings";

  private final TenantSettings settings;
  private final SettingsCheck check;
  private final WebhookSecrets secrets;
  private final Mailer mails;
  private final Outbox outbox;
  private final Dispatcher dispatcher;
  private final AuditTrail audit;
  private final TransactionOperations transactions;
  private final Clock clock;

  NotificationService(
      TenantSettings settings,
      SettingsCheck check,
      WebhookSecrets secrets,
      Mailer mails,
      Outbox outbox,
      Dispatcher dispatcher,
      AuditTrail audit,
      TransactionOperations transactions,
      Clock clock) {
    this.settings = settings;
    this.check = check;
    this.secrets = secrets;
    this.mails = mails;
    this.outbox = outbox;
    this.dispatcher = dispatcher;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  SettingsView get(Caller caller) {
    return SettingsView.of(settings.current(caller.tenantId()), mails.isAvailable(), null);
  }

  /** Replaces what is given; this replica goes by it at once, others within five seconds. */
  SettingsView configure(Caller caller, SettingsRequest request) {
    var changed =
        Objects.requireNonNull(transactions.execute(status -> configured(caller, request)));
    settings.forget(caller.tenantId());
    return changed;
  }

  private SettingsView configured(Caller caller, SettingsRequest request) {
    var tenantId = caller.tenantId();
    var stored = settings.locked(tenantId);
    var seen = request.version();
    if (seen != null && seen != stored.version()) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "The settings are at version "
              + stored.version()
              + ", not "
              + seen
              + ": somebody changed them. Read them again and repeat your change.");
    }
    var merged = check.merged(stored, request);
    var webhook = request.webhook();
    boolean rotated = webhook != null && Boolean.TRUE.equals(webhook.rotateSecret());
    var secret =
        rotated || (merged.webhookUrl() != null && !stored.secretSet()) ? secrets.fresh() : null;
    var changed =
        new NotificationSettings(
            tenantId,
            merged.channels(),
            merged.events(),
            merged.webhookUrl(),
            stored.secretSet() || secret != null,
            merged.mail(),
            stored.version() + 1,
            caller.userId(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    settings.store(changed, secret == null ? null : secrets.sealed(tenantId, secret));
    audit.record(tenantId, "notification.configure", SETTINGS);
    return SettingsView.of(changed, mails.isAvailable(), secret);
  }

  Page<Delivery> deliveries(
      Caller caller,
      @Nullable Status status,
      @Nullable Channel channel,
      @Nullable UUID checkpointId,
      Paging paging) {
    return outbox.page(caller.tenantId(), status, channel, checkpointId, paging);
  }

  /** Lets a dead delivery begin anew, with all its tries. */
  Delivery retry(Caller caller, String id) {
    var tenantId = caller.tenantId();
    var revived =
        Objects.requireNonNull(
            transactions.execute(
                status -> {
                  var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                  var delivery =
                      outbox.revive(tenantId, id, now).orElseThrow(() -> refusal(tenantId, id));
                  audit.record(tenantId, "notification.retry", id);
                  return delivery;
                }));
    dispatcher.wake();
    return revived;
  }

  private ApiException refusal(String tenantId, String id) {
    return outbox
        .find(tenantId, id)
        .<ApiException>map(DeliveryNotDead::new)
        .orElseGet(DeliveryNotFound::new);
  }
}
