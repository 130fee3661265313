package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Model groups, as far as a caller reaches. Every write obeys the scope table of {@code
 * seeds/publish-as-model.md}, "Scope rules for group_ids".
 */
@Service
class GroupService {

  private static final int MAX_NAME = 200;

  private final ModelGroups groups;
  private final AuditTrail audit;

  GroupService(ModelGroups groups, AuditTrail audit) {
    this.groups = groups;
    this.audit = audit;
  }

  @Transactional(readOnly = true)
  Page<ModelGroup> list(Caller caller, Paging paging) {
    return groups.page(caller, paging);
  }

  @Transactional(readOnly = true)
  ModelGroup get(Caller caller, String id) {
    return found(caller, id);
  }

  @Transactional
  ModelGroup create(Caller caller, GroupRequest request) {
    var name = request.name() == null ? "" : request.name().strip();
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new ValidationFailed("name", "is required and must have 1 to 200 characters");
    }
    var scope = request.scope() == null ? GroupScope.TENANT : request.scope();
    var id = Ids.next("mg_");
    groups.add(id, name, scope, scopeId(caller, scope, request.scopeId()));
    audit.record(caller.tenantId(), "model_group.create", id);
    return found(caller, id);
  }

  /** The models stay; callers whose keys are restricted to the group see none any more. */
  @Transactional
  void delete(Caller caller, String id) {
    requireWritable(caller, id);
    groups.delete(id);
    audit.record(caller.tenantId(), "model_group.delete", id);
  }

  /** Puts models into a group: all of them, or none where one is not to be had. */
  @Transactional
  ModelGroup addModels(Caller caller, String id, Supplier<List<String>> slugs) {
    requireWritable(caller, id);
    var wanted = slugs.get();
    requireAll(wanted, groups.addModels(caller, id, wanted));
    audit.record(caller.tenantId(), "model_group.add_models", id);
    return found(caller, id);
  }

  /** Takes models out of a group: all of them, or none where one is not in it. */
  @Transactional
  ModelGroup removeModels(Caller caller, String id, Supplier<List<String>> slugs) {
    requireWritable(caller, id);
    var wanted = slugs.get();
    requireAll(wanted, groups.removeModels(id, wanted));
    audit.record(caller.tenantId(), "model_group.remove_models", id);
    return found(caller, id);
  }

  /** Takes one model out of a group. */
  @Transactional
  ModelGroup removeModel(Caller caller, String id, String slug) {
    requireWritable(caller, id);
    requireAll(List.of(slug), groups.removeModels(id, List.of(slug)));
    audit.record(caller.tenantId(), "model_group.remove_models", id + "/" + slug);
    return found(caller, id);
  }

  private ModelGroup found(Caller caller, String id) {
    return id.indexOf('\0') >= 0
        ? notFound(id)
        : groups.find(caller, id).orElseGet(() -> notFound(id));
  }

  private static ModelGroup notFound(String id) {
    throw new ModelGroupNotFound(id);
  }

  private void requireWritable(Caller caller, String id) {
    found(caller, id);
    if (!groups.isWritable(caller, id)) {
      throw new GroupOutOfReach();
    }
  }

  private static void requireAll(List<String> wanted, Set<String> done) {
    wanted.stream()
        .filter(slug -> !done.contains(slug))
        .findFirst()
        .ifPresent(
            slug -> {
              throw new ModelNotFound(slug);
            });
  }

  private @Nullable String scopeId(Caller caller, GroupScope scope, @Nullable String given) {
    if (caller.modelGroups().isPresent()) {
      throw new GroupOutOfReach();
    }
    return switch (scope) {
      case GLOBAL -> global(caller, given);
      case PARTNER -> partner(caller, given == null ? caller.partner().id() : given);
      case TENANT -> tenant(caller, given == null ? caller.tenantId() : given);
    };
  }

  private static @Nullable String global(Caller caller, @Nullable String given) {
    if (!caller.isSuperAdmin()) {
      throw new GroupOutOfReach();
    }
    if (given != null) {
      throw new ValidationFailed("scope_id", "must be left out where the scope is global");
    }
    return null;
  }

  private String partner(Caller caller, String id) {
    if (!caller.isSuperAdmin() && !caller.isPartnerAdmin()) {
      throw new GroupOutOfReach();
    }
    boolean reached =
        caller.isSuperAdmin() ? groups.partnerExists(id) : caller.homePartnerId().equals(id);
    if (!reached) {
      throw new ValidationFailed("scope_id", "names no partner that you administer");
    }
    return id;
  }

  private String tenant(Caller caller, String id) {
    boolean above = caller.isSuperAdmin() || caller.isPartnerAdmin();
    boolean reached =
        above
            ? groups.tenantExists(id, caller.isSuperAdmin() ? null : caller.homePartnerId())
            : caller.homeTenantId().equals(id);
    if (!reached) {
      throw new ValidationFailed("scope_id", "names no tenant that you administer");
    }
    return id;
  }
}
