package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.iam.Tenancy.PartnerView;
import ai.scailabs.scaicore.iam.Tenancy.TenantView;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Partners and tenants, administered by super admins, and by partner admins in their partner. */
@Service
class TenancyService {

  private final Tenancy tenancy;
  private final SuperAdmins superAdmins;
  private final ModelGroupsInReach modelGroups;
  private final List<TenantSuspension> suspensions;
  private final AuditTrail audit;

  TenancyService(
      Tenancy tenancy,
      SuperAdmins superAdmins,
      ModelGroupsInReach modelGroups,
      List<TenantSuspension> suspensions,
      AuditTrail audit) {
    this.tenancy = tenancy;
    this.superAdmins = superAdmins;
    this.modelGroups = modelGroups;
    this.suspensions = suspensions;
    this.audit = audit;
  }

  /** What a new partner is to be. */
  record NewPartner(@Nullable String slug, @Nullable String name) {}

  /**
   * What a new tenant is to be.
   *
   * @param partnerId null: the caller's own
   */
  record NewTenant(@Nullable String slug, @Nullable String name, @Nullable String partnerId) {}

  /** Whether a tenant's users are let in. */
  enum TenantStatus {
    ACTIVE,
    SUSPENDED
  }

  /** What is to change of a tenant; a member that is missing or null stays. */
  record TenantChange(
      @Nullable String name, @Nullable TenantStatus status, @Nullable String defaultModelGroupId) {}

  Page<PartnerView> partners(Caller caller, Paging paging) {
    new Authority(caller).everywhere();
    return tenancy.partners(paging);
  }

  @Transactional
  PartnerView createPartner(Caller caller, NewPartner request) {
    new Authority(caller).everywhere();
    var id = Ids.next("par_");
    tenancy.addPartner(
        id,
        new RequestField("slug", request.slug()).slug(),
        new RequestField("name", request.name()).text());
    audit.record(caller.tenantId(), "partner.create", id);
    return tenancy.partner(id).orElseThrow();
  }

  Page<TenantView> tenants(Caller caller, Paging paging) {
    new Authority(caller).aboveTenants();
    return tenancy.tenants(caller, paging);
  }

  @Transactional
  TenantView createTenant(Caller caller, NewTenant request) {
    new Authority(caller).aboveTenants();
    var slug = new RequestField("slug", request.slug()).slug();
    var name = new RequestField("name", request.name()).text();
    var partner = Objects.requireNonNullElse(request.partnerId(), caller.homePartnerId());
    boolean reached =
        partner.equals(caller.homePartnerId())
            || (caller.isSuperAdmin() && tenancy.partner(partner).isPresent());
    if (!reached) {
      throw new ValidationFailed("partner_id", "is no partner that you administer");
    }
    var id = Ids.next("ten_");
    tenancy.addTenant(id, partner, slug, name);
    audit.record(id, "tenant.create", id);
    return tenancy.tenant(caller, id).orElseThrow();
  }

  /**
   * Changes what is given. A tenant that is suspended has its users' tokens refused at once, and
   * its running Cores suspended, which stay so until they are resumed.
   */
  @Transactional
  TenantView changeTenant(Caller caller, String id, TenantChange request) {
    if (id.equals(caller.homeTenantId())) {
      new Authority(caller).aboveTenants();
    }
    var tenant = tenancy.tenant(caller, id).orElseThrow(() -> new NothingOfThisId("tenant"));
    var name =
        request.name() == null ? tenant.name() : new RequestField("name", request.name()).text();
    var wanted = request.status();
    var status =
        wanted == null ? tenant.status() : wanted.name().toLowerCase(java.util.Locale.ROOT);
    boolean suspends = wanted == TenantStatus.SUSPENDED && tenant.status().equals("active");
    if (suspends) {
      superAdmins.hold();
      if (!caller.isSuperAdmin() && superAdmins.liveIn(id)) {
        throw new NotYoursToGive("the role super_admin");
      }
    }
    tenancy.change(id, name, status, defaultGroup(tenant, request.defaultModelGroupId()));
    if (suspends) {
      superAdmins.requireOne();
      suspensions.forEach(port -> port.suspended(id));
    }
    audit.record(id, "tenant.update", id);
    return tenancy.tenant(caller, id).orElseThrow();
  }

  private @Nullable String defaultGroup(TenantView tenant, @Nullable String wanted) {
    if (wanted == null) {
      return tenant.defaultModelGroupId();
    }
    if (modelGroups.covering(tenant.id(), List.of(wanted)).isEmpty()) {
      throw new ValidationFailed(
          "default_model_group_id", "is no model group that covers the tenant");
    }
    return wanted;
  }
}
