package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Credential;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.NewApiKey;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, lists and revokes API keys: one's own, and with {@code api_keys:manage} everybody's. */
@Service
class ApiKeyService {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 32;
  private static final int MAX_LIVE = 100;

  private final KeyRows keys;
  private final Users users;
  private final SuperAdmins superAdmins;
  private final DirectoryWriter directory;
  private final ModelGroupsInReach modelGroups;
  private final AuditTrail audit;
  private final Clock clock;

  ApiKeyService(
      KeyRows keys,
      Users users,
      SuperAdmins superAdmins,
      DirectoryWriter directory,
      ModelGroupsInReach modelGroups,
      AuditTrail audit,
      Clock clock) {
    this.keys = keys;
    this.users = users;
    this.superAdmins = superAdmins;
    this.directory = directory;
    this.modelGroups = modelGroups;
    this.audit = audit;
    this.clock = clock;
  }

  /** What a new key is to be. */
  record New(
      @Nullable String name,
      @Nullable Instant expiresAt,
      @Nullable List<@Nullable String> modelGroupIds,
      @Nullable String userId) {}

  Page<ApiKeyView> list(Caller caller, Paging paging) {
    return keys.list(caller.tenantId(), reach(caller), paging);
  }

  /**
   * Makes a key for the caller, or for another user of the tenant who holds no more than they. It
   * ends when what they came with does, at the latest.
   */
  @Transactional
  ApiKeyView create(Caller caller, New request) {
    var name = new RequestField("name", request.name()).text();
    var expiry = request.expiresAt();
    if (expiry != null && !expiry.isAfter(clock.instant())) {
      throw new ValidationFailed("expires_at", "must be in the future");
    }
    var mine = Credential.current();
    var groups = modelGroups(caller, request.modelGroupIds());
    var userId = user(caller, request.userId());
    var key = "sgk_" + random();
    var id = Ids.next("key_");
    // With a key that somebody else made, they are who makes this one.
    var maker = keys.maker(mine.id()).orElse(caller.userId());
    directory.add(
        new NewApiKey(
            id,
            caller.tenantId(),
            userId,
            name,
            key,
            maker,
            earlier(expiry, mine.expiresAt()),
            groups));
    audit.record(caller.tenantId(), "api_key.create", id);
    return keys.find(caller.tenantId(), null, id).orElseThrow().shownOnce(key);
  }

  @Transactional
  void revoke(Caller caller, String id) {
    var tenantId = caller.tenantId();
    var owner =
        keys.find(tenantId, reach(caller), id)
            .flatMap(key -> users.find(tenantId, key.userId()))
            .orElseThrow(() -> new NothingOfThisId("API key"));
    if (!owner.id().equals(caller.userId())) {
      new Authority(caller).over(users.holdings(tenantId, owner));
    }
    boolean lastMaybe = owner.roles().contains(BuiltInRole.SUPER_ADMIN.word());
    if (lastMaybe) {
      superAdmins.hold();
    }
    if (!keys.revoke(tenantId, owner.id(), id)) {
      throw new NothingOfThisId("API key");
    }
    if (lastMaybe) {
      superAdmins.requireOne();
    }
    audit.record(tenantId, "api_key.revoke", id);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /** Whose keys the caller reaches; null: everybody's. */
  private static @Nullable String reach(Caller caller) {
    return caller.holds(Permission.API_KEYS_MANAGE) ? null : caller.userId();
  }

  private String user(Caller caller, @Nullable String wanted) {
    if (wanted == null && !caller.tenantId().equals(caller.homeTenantId())) {
      throw new ValidationFailed(
          "user_id",
          "is required where you act in a tenant that is not your own; leave X-Tenant-Id out to"
              + " make a key for yourself");
    }
    var userId = wanted == null ? caller.userId() : wanted;
    if (!userId.equals(caller.userId())) {
      caller.require(Permission.API_KEYS_MANAGE);
    }
    var user =
        users
            .lock(caller.tenantId(), userId)
            .orElseThrow(() -> new ValidationFailed("user_id", "is no user of the tenant"));
    // A token may have narrowed what the caller holds, so one's own key is measured, too.
    new Authority(caller).over(users.holdings(caller.tenantId(), user));
    if (keys.countLive(caller.tenantId(), userId) >= MAX_LIVE) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "The user has " + MAX_LIVE + " live API keys, which is the most; revoke some first.");
    }
    return userId;
  }

  private @Nullable Set<String> modelGroups(
      Caller caller, @Nullable List<@Nullable String> wanted) {
    if (wanted == null) {
      if (caller.modelGroups().isPresent()) {
        throw new ValidationFailed(
            "model_group_ids",
            "is required, because your own key is restricted to model groups: name some of them");
      }
      return null;
    }
    if (wanted.isEmpty()) {
      throw new ValidationFailed(
          "model_group_ids", "must name at least one; leave it out for a key without restriction");
    }
    var ids = RequestField.each("model_group_ids", wanted, Optional::of, "must be an id");
    var seen = modelGroups.seen(caller, ids);
    return Set.copyOf(
        RequestField.each(
            "model_group_ids",
            wanted,
            id -> Optional.of(id).filter(seen::contains),
            "is no model group that you see; GET /v1/models/groups lists them"));
  }

  private static String random() {
    var bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
