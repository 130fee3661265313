package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.CoreTrigger;
import ai.scailabs.scaicore.core.CoreTriggers;
import ai.scailabs.scaicore.core.EnvironmentTriggers;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Registers triggers with Cores, lists and removes them, and gives webhooks their secrets. */
@Service
class TriggerService {

  private static final String PREFIX = "whs_";
  private static final int BYTES = 32;

  private final CoreTriggers triggers;
  private final EnvironmentTriggers registered;
  private final RunnableCores cores;
  private final Webhooks webhooks;
  private final Schedules schedules;
  private final AuditTrail audit;
  private final SecureRandom random = new SecureRandom();

  TriggerService(
      CoreTriggers triggers,
      EnvironmentTriggers registered,
      RunnableCores cores,
      Webhooks webhooks,
      Schedules schedules,
      AuditTrail audit) {
    this.triggers = triggers;
    this.registered = registered;
    this.cores = cores;
    this.webhooks = webhooks;
    this.schedules = schedules;
    this.audit = audit;
  }

  @Transactional
  public TriggerView register(String tenantId, String coreId, CoreTriggers.Wanted wanted) {
    cores.get(tenantId, coreId);
    var id = Ids.uuid();
    var changed = triggers.add(tenantId, coreId, id, wanted);
    var webhook = changed.trigger().kind() == CoreTrigger.Kind.WEBHOOK;
    var secret = webhook ? newSecret(tenantId, coreId, id.toString()) : null;
    schedules.edited(changed.core());
    audit.record(tenantId, "trigger.create", coreId + "/" + id);
    return TriggerView.of(coreId, changed.trigger(), secret);
  }

  @Transactional
  public void remove(String tenantId, String coreId, String triggerId) {
    var id = id(triggerId);
    var changed = triggers.remove(tenantId, coreId, id).orElseThrow(TriggerNotFound::new);
    schedules.edited(changed.core());
    audit.record(tenantId, "trigger.delete", coreId + "/" + id);
  }

  /** Those of a Core, newest first. */
  Page<TriggerView> list(String tenantId, String coreId, Paging paging) {
    var after = paging.after(2);
    var all =
        registered.of(cores.get(tenantId, coreId).environment()).stream()
            .sorted(order().reversed())
            .filter(
                trigger ->
                    after.map(c -> isBefore(trigger, c.instant(0), c.uuid(1))).orElse(Boolean.TRUE))
            .toList();
    return Page.of(
            all.subList(0, Math.min(all.size(), paging.limit() + 1)),
            paging.limit(),
            trigger -> Cursor.at(time(trigger), trigger.id()))
        .map(trigger -> TriggerView.of(coreId, trigger, null));
  }

  /**
   * Gives a webhook a new secret in the place of the one before, which counts no more.
   *
   * @param trigger the id of a registered one, or the name of a program's
   */
  @Transactional
  public TriggerSecret replaceSecret(String tenantId, String coreId, String trigger) {
    var core = cores.get(tenantId, coreId);
    var hook =
        webhooks.of(core).stream()
            .filter(candidate -> candidate.trigger().equals(trigger))
            .findFirst()
            .orElseThrow(TriggerNotFound::new);
    var secret = newSecret(tenantId, coreId, hook.secretName());
    audit.record(tenantId, "trigger.replace_secret", coreId + "/" + trigger);
    return new TriggerSecret(trigger, TriggerView.url(coreId, hook.path()), secret);
  }

  private String newSecret(String tenantId, String coreId, String name) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    triggers.seal(tenantId, coreId, name, secret);
    return secret;
  }

  private static Comparator<CoreTrigger> order() {
    return Comparator.comparing(TriggerService::time)
        .thenComparing(trigger -> trigger.id().toString());
  }

  private static boolean isBefore(CoreTrigger trigger, Instant time, UUID id) {
    int byTime = time(trigger).compareTo(time);
    return byTime < 0 || (byTime == 0 && trigger.id().toString().compareTo(id.toString()) < 0);
  }

  private static Instant time(CoreTrigger trigger) {
    return Objects.requireNonNullElse(trigger.createdAt(), Instant.EPOCH);
  }

  private static UUID id(String text) {
    return Optional.of(text)
        .filter(t -> t.length() == 36)
        .flatMap(TriggerService::parsed)
        .orElseThrow(TriggerNotFound::new);
  }

  private static Optional<UUID> parsed(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
