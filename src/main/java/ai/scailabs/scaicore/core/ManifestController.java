package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Cores out of YAML manifests, which is what ScaiFlow deploys. An operation of the OpenAPI document
 * is one however many handlers it has: {@link ManifestDocumentation} describes this form beside the
 * other.
 */
@RestController
@RequestMapping("/v1/modules/scaicore/cores")
@Hidden
class ManifestController {

  static final String YAML = "application/yaml";
  static final String X_YAML = "application/x-yaml";
  static final String TEXT_YAML = "text/yaml";

  private final CoreService cores;
  private final CoreManifests manifests;
  private final CoreViews views;

  ManifestController(CoreService cores, CoreManifests manifests, CoreViews views) {
    this.cores = cores;
    this.manifests = manifests;
    this.views = views;
  }

  @PostMapping(consumes = {YAML, X_YAML, TEXT_YAML})
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAICORE_MANAGE)
  @Audited("core.create")
  Envelope<CoreView> create(InputStream manifest, Caller caller) {
    return Envelope.of(views.of(cores.create(caller, manifests.request(manifest, null))));
  }

  @PutMapping(
      path = "/{core_id}",
      consumes = {YAML, X_YAML, TEXT_YAML})
  @Requires(SCAICORE_MANAGE)
  @Audited("core.update")
  Envelope<CoreView> edit(
      @PathVariable("core_id") String coreId,
      InputStream manifest,
      @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
      Caller caller) {
    var seen = IfMatch.version(ifMatch);
    var core = cores.get(caller.tenantId(), coreId);
    var request = manifests.request(manifest, core.configuration());
    return Envelope.of(views.of(cores.edit(caller, coreId, request, seen)));
  }
}
