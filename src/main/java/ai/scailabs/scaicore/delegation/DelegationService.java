package ai.scailabs.scaicore.delegation;

import ai.scailabs.scaicore.identity.ActingCore;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.User;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Grants, changes and revokes delegations. Source: {@code seeds/api-reference.md}, "Delegation".
 */
@Service
class DelegationService {

  private static final String NO_END = "; POST …/delegate without it grants without an end";
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final DelegableCores cores;
  private final ActingUsers users;
  private final Directory directory;
  private final AuditTrail audit;
  private final Clock clock;

  DelegationService(
      DelegableCores cores, ActingUsers users, Directory directory, AuditTrail audit, Clock clock) {
    this.cores = cores;
    this.users = users;
    this.directory = directory;
    this.audit = audit;
    this.clock = clock;
  }

  Delegation get(String tenantId, String coreId) {
    return cores.delegation(tenantId, coreId);
  }

  /** Has a Core act as a user; one that it acted as before is replaced. */
  @Transactional
  Delegation grant(Caller caller, String coreId, DelegationRequest request) {
    cores.delegation(caller.tenantId(), coreId);
    var given = request.userId();
    if (given == null || given.isBlank()) {
      throw new InvalidDelegation("user_id", "is required: the id of a user of this tenant");
    }
    var scopes = Scopes.of(request.scopes());
    var expiry = request.expiresAt() == null ? null : future(request.expiresAt());
    var user = users.active(caller.tenantId(), given.strip());
    requireHeld(scopes, caller, user);
    var granted =
        cores.change(
            caller.tenantId(),
            coreId,
            _ -> Delegation.to(user.id(), scopes, expiry, caller.userId()));
    record(caller, "delegation.grant", coreId, user.id());
    return granted;
  }

  /** Changes scopes, expiry or both; what is not given stays. */
  @Transactional
  Delegation update(Caller caller, String coreId, DelegationRequest request) {
    var changed = cores.change(caller.tenantId(), coreId, now -> updated(caller, now, request));
    record(caller, "delegation.update", coreId, changed.userId());
    return changed;
  }

  private Delegation updated(Caller caller, Delegation now, DelegationRequest request) {
    if (!now.active()) {
      throw new InvalidDelegation(
          "identity_mode", "is service_account: delegate a user first (POST …/delegate)");
    }
    if (request.scopes() == null && request.expiresAt() == null) {
      throw new InvalidDelegation("scopes", "and expires_at are both missing; send one of them");
    }
    var scopes = request.scopes() == null ? now.scopes() : Scopes.of(request.scopes());
    var expiry = request.expiresAt() == null ? now.expiresAt() : future(request.expiresAt());
    requireHeld(scopes, caller, users.active(caller.tenantId(), now.userId()));
    return now.within(scopes, expiry);
  }

  /** Has a Core act as itself again. */
  @Transactional
  Delegation revoke(Caller caller, String coreId) {
    var before = new AtomicReference<@Nullable String>();
    var revoked =
        cores.change(
            caller.tenantId(),
            coreId,
            now -> {
              if (!now.active()) {
                throw DelegationRefused.notActive();
              }
              before.set(now.userId());
              return Delegation.NONE;
            });
    record(caller, "delegation.revoke", coreId, before.get());
    return revoked;
  }

  private void record(Caller caller, String action, String coreId, @Nullable String userId) {
    audit.record(caller.tenantId(), action, coreId, new ActingCore(coreId, userId));
  }

  private void requireHeld(List<String> scopes, Caller granter, User user) {
    Scopes.requireHeld(scopes, granter, directory.permissions(user.tenantId(), user.id()));
  }

  private Instant future(String text) {
    Instant expiry;
    try {
      expiry = OffsetDateTime.parse(text.strip()).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw new InvalidDelegation(
          "expires_at", "must be a date and time with its offset, such as 2026-12-31T00:00:00Z");
    }
    if (!expiry.isAfter(clock.instant())) {
      throw new InvalidDelegation("expires_at", "must be in the future" + NO_END);
    }
    if (!expiry.isBefore(LATEST)) {
      throw new InvalidDelegation("expires_at", "is too far off" + NO_END);
    }
    return expiry;
  }
}
