package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.limits.Quotas;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Makes, shows, changes and deletes Cores, each within its tenant. */
@Service
public class CoreService {

  /** Programs in one page of the list come to at most this many bytes, but for the first. */
  private static final int PAGE_BYTES = 8_000_000;

  private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

  private final Cores cores;
  private final CoreSecrets secrets;
  private final EngineRegistry engines;
  private final Quotas quotas;
  private final List<CoreEdited> edits;
  private final List<CoreDeletion> deletions;
  private final PluginEndpoints endpoints;
  private final AuditTrail audit;
  private final JsonMapper json;
  private final Clock clock;

  CoreService(
      Cores cores,
      CoreSecrets secrets,
      EngineRegistry engines,
      Quotas quotas,
      List<CoreEdited> edits,
      List<CoreDeletion> deletions,
      PluginEndpoints endpoints,
      AuditTrail audit,
      JsonMapper json,
      Clock clock) {
    this.cores = cores;
    this.secrets = secrets;
    this.engines = engines;
    this.quotas = quotas;
    this.edits = edits;
    this.deletions = deletions;
    this.endpoints = endpoints;
    this.audit = audit;
    this.json = json;
    this.clock = clock;
  }

  @Transactional
  public Core create(Caller caller, CoreRequest request) {
    return insert(caller, request, nextId(), core -> {});
  }

  /** Creates a Core under an id of {@link #nextId} for which an avatar is stored already. */
  @Transactional
  Core createWithAvatar(Caller caller, CoreRequest request, String id) {
    return insert(caller, request, id, core -> core.showAvatar(core.createdAt()));
  }

  String nextId() {
    return Ids.next("core_");
  }

  /** Fails as {@link #create} would, without creating anything. */
  @Transactional(readOnly = true)
  void requireCreatable(Caller caller, CoreRequest request) {
    requireFree(caller, Slug.of(draft(caller, request).name()));
  }

  private CoreDraft draft(Caller caller, CoreRequest request) {
    var draft = CoreDraft.ofNew(request, caller);
    draft.refuseUncallable("[]", text -> endpoints.problem(caller.tenantId(), text), json);
    return draft;
  }

  private Core insert(Caller caller, CoreRequest request, String id, Consumer<Core> completion) {
    var draft = draft(caller, request);
    var slug = Slug.of(draft.name());
    requireFree(caller, slug);
    var core =
        new Core(
            id,
            caller.tenantId(),
            draft.name(),
            slug,
            draft.configuration(),
            caller.userId(),
            now());
    completion.accept(core);
    try {
      cores.saveAndFlush(core);
    } catch (DataIntegrityViolationException e) {
      throw new SlugTaken(slug);
    }
    seal(core, draft);
    audit.record(core.tenantId(), "core.create", core.id());
    return core;
  }

  /** The Core, if the tenant has it. */
  public Core get(String tenantId, String id) {
    return cores.findByTenantIdAndId(tenantId, id).orElseThrow(() -> new CoreNotFound(id));
  }

  /** Fails with {@link CoreNotFound} where the tenant has no such Core. */
  void requireExisting(String tenantId, String id) {
    if (!cores.existsByTenantIdAndId(tenantId, id)) {
      throw new CoreNotFound(id);
    }
  }

  /** The tenant's Cores, newest first. A page may end early so that it stays light. */
  public Page<Core> list(String tenantId, Paging paging) {
    var after = paging.after(2);
    var rows =
        cores.listBefore(
            tenantId,
            after.map(c -> c.instant(0)).orElse(END_OF_TIME),
            after.map(c -> c.text(1)).orElse(""),
            paging.limit() + 1);
    int bytes = 0;
    int taken = 0;
    while (taken < Math.min(rows.size(), paging.limit())
        && (taken == 0 || bytes + rows.get(taken).weight() <= PAGE_BYTES)) {
      bytes += rows.get(taken++).weight();
    }
    var page = Page.of(rows, taken, row -> Cursor.at(row.createdAt(), row.id()));
    var ids = page.items().stream().map(Cores.Row::id).toList();
    var found =
        cores.findAll(tenantId, ids).stream()
            .collect(Collectors.toMap(Core::id, Function.identity()));
    // A Core deleted between the two queries is not shown.
    return new Page<>(
        ids.stream().filter(found::containsKey).map(found::get).toList(), page.nextCursor());
  }

  /**
   * Replaces the fields that are given.
   *
   * @param seenVersion the version that the caller has seen; null when they do not say
   */
  @Transactional
  public Core edit(Caller caller, String id, CoreRequest request, @Nullable Long seenVersion) {
    var core = locked(caller.tenantId(), id);
    if (seenVersion != null && seenVersion != core.version()) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "The Core is at version "
              + core.version()
              + ", not "
              + seenVersion
              + ": somebody changed it. Read it again and repeat your change.");
    }
    var triggers = json.readTree(core.configuration().environment()).get("triggers");
    var draft = CoreDraft.ofEdit(request, caller, core, triggers);
    draft.refuseMixedUpSecrets(core.configuration(), json);
    draft.refuseUncallable(
        core.configuration().plugins(), text -> endpoints.problem(core.tenantId(), text), json);
    core.edit(draft.name(), draft.configuration(), now());
    seal(core, draft);
    if (request.environment() != null) {
      secrets.keepTriggers(
          core.tenantId(),
          id,
          TriggerEntries.ids(json.readTree(draft.configuration().environment()).path("triggers")));
    }
    edits.forEach(port -> port.edited(core));
    audit.record(core.tenantId(), "core.update", id);
    cores.flush();
    return core;
  }

  /** Deletes a Core and everything of it. Its engine goes first. */
  @Transactional
  public void delete(String tenantId, String id) {
    var core = locked(tenantId, id);
    engines.unregister(id);
    deletions.forEach(port -> port.deleting(core));
    cores.delete(core);
    audit.record(tenantId, "core.delete", id);
    cores.flush();
  }

  /** Changes a Core, held against other writers, in the surrounding transaction. */
  @Transactional
  public Core change(String tenantId, String id, Consumer<Core> change) {
    var core = locked(tenantId, id);
    change.accept(core);
    cores.flush();
    return core;
  }

  private Core locked(String tenantId, String id) {
    return cores.findLockedByTenantIdAndId(tenantId, id).orElseThrow(() -> new CoreNotFound(id));
  }

  private void seal(Core core, CoreDraft draft) {
    if (draft.environmentSecrets() != null) {
      secrets.replace(core.tenantId(), core.id(), "environment", draft.environmentSecrets());
    }
    if (draft.pluginSecrets() != null) {
      secrets.replace(core.tenantId(), core.id(), "plugins", draft.pluginSecrets());
    }
  }

  private void requireFree(Caller caller, Slug slug) {
    quotas.roomForCore(caller.tenantId(), bound -> cores.countUpTo(caller.tenantId(), bound));
    if (cores.existsByTenantIdAndSlug(caller.tenantId(), slug.text())) {
      throw new SlugTaken(slug);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
