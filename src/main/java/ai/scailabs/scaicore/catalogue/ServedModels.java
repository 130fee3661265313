package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.ValidationFailed;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts models of a tenant's model servers into the catalogue, and takes them out again. */
@Service
class ServedModels {

  private final ModelRows rows;
  private final BackendRows backends;
  private final VisibleModels visible;
  private final Json json;
  private final AuditTrail audit;

  ServedModels(
      ModelRows rows, BackendRows backends, VisibleModels visible, Json json, AuditTrail audit) {
    this.rows = rows;
    this.backends = backends;
    this.visible = visible;
    this.json = json;
    this.audit = audit;
  }

  @Transactional
  Model add(Caller caller, ModelRequest request) {
    var draft = ModelDraft.of(caller, request, json);
    // Held, so that it is not deleted under the model.
    var backend =
        backends
            .findLocked(caller.tenantId(), draft.backendId())
            .orElseThrow(
                () ->
                    new ValidationFailed(
                        "backend_id", "names no backend of this tenant; see GET /v1/backends"));
    if (!backend.models().isEmpty() && !backend.models().contains(draft.model())) {
      throw new ValidationFailed(
          "model", "is none of the models that the backend lists; add it there first");
    }
    rows.insert(caller.tenantId(), draft);
    audit.record(caller.tenantId(), "model.create", draft.slug());
    return visible
        .find(Audience.ofTenant(caller), draft.slug())
        .map(DatedModel::model)
        .orElseThrow();
  }

  /** Fails with {@link ModelNotFound}; with a hint for a Core that is published. */
  @Transactional
  void delete(Caller caller, String slug) {
    if (slug.indexOf('\0') >= 0 || visible.find(Audience.of(caller), slug).isEmpty()) {
      throw new ModelNotFound(slug);
    }
    if (!rows.deleteOnServer(caller.tenantId(), slug)) {
      throw new ValidationFailed(
          "slug",
          "is a model that is not on a backend of this tenant; a published Core is taken out with"
              + " POST …/cores/{id}/unpublish");
    }
    audit.record(caller.tenantId(), "model.delete", slug);
  }
}
