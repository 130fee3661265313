package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.iam.Tenancy.PartnerView;
import ai.scailabs.scaicore.iam.Tenancy.TenantView;
import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Tenants", description = "Partners and tenants, for those who administer them.")
class TenancyController {

  private final TenancyService tenancy;

  TenancyController(TenancyService tenancy) {
    this.tenancy = tenancy;
  }

  @GetMapping("/v1/partners")
  @Requires({})
  @Operation(summary = "List partners", description = "Newest first. Super admins only.")
  Envelope<Envelope.Items<PartnerView>> partners(Paging paging, Caller caller) {
    return Envelope.of(tenancy.partners(caller, paging));
  }

  @PostMapping("/v1/partners")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires({})
  @Audited("partner.create")
  @Raises(ErrorCode.SLUG_CONFLICT)
  @Operation(summary = "Create a partner", description = "Super admins only.")
  Envelope<PartnerView> createPartner(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(examples = @ExampleObject("{\"slug\": \"north\", \"name\": \"North\"}")))
          @RequestBody
          TenancyService.NewPartner request,
      Caller caller) {
    return Envelope.of(tenancy.createPartner(caller, request));
  }

  @GetMapping("/v1/tenants")
  @Requires({})
  @Operation(
      summary = "List tenants",
      description = "Newest first: all for a super admin, their partner's for a partner admin.")
  Envelope<Envelope.Items<TenantView>> tenants(Paging paging, Caller caller) {
    return Envelope.of(tenancy.tenants(caller, paging));
  }

  @PostMapping("/v1/tenants")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires({})
  @Audited("tenant.create")
  @Raises(ErrorCode.SLUG_CONFLICT)
  @Operation(
      summary = "Create a tenant",
      description =
          "Of the partner that is named, else of your own. Partner admins only of their own."
              + " Act in it with `X-Tenant-Id` to make its first users and their keys.")
  Envelope<TenantView> createTenant(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"slug": "acme", "name": "Acme", "partner_id": "par_north"}
                              """)))
          @RequestBody
          TenancyService.NewTenant request,
      Caller caller) {
    return Envelope.of(tenancy.createTenant(caller, request));
  }

  @PutMapping("/v1/tenants/{tenant_id}")
  @Requires({})
  @Audited("tenant.update")
  @Raises({ErrorCode.NOT_FOUND, ErrorCode.CONFLICT})
  @Operation(
      summary = "Change a tenant",
      description =
          "Replaces what is given. `suspended` refuses the tokens of its users at once; not of the"
              + " tenant of the last super admin (`CONFLICT`). Super admins, and partner admins in"
              + " their partner.")
  Envelope<TenantView> changeTenant(
      @PathVariable("tenant_id") String tenantId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"status": "active", "default_model_group_id": "mg_internal_chat"}
                              """)))
          @RequestBody
          TenancyService.TenantChange request,
      Caller caller) {
    return Envelope.of(tenancy.changeTenant(caller, tenantId, request));
  }
}
