package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.outbound.Destinations;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The model servers of tenants: made, shown, changed and deleted, each within its tenant. */
@Service
class BackendService {

  private final BackendRows rows;
  private final BackendKeys keys;
  private final AuditTrail audit;
  private final Destinations destinations;

  BackendService(BackendRows rows, BackendKeys keys, AuditTrail audit, ModelSettings settings) {
    this.rows = rows;
    this.keys = keys;
    this.audit = audit;
    this.destinations = settings.destinations();
  }

  Page<Backend> list(Caller caller, Paging paging) {
    return rows.page(caller.tenantId(), paging);
  }

  Backend get(Caller caller, String id) {
    return rows.find(caller.tenantId(), id).orElseThrow(() -> new BackendNotFound(id));
  }

  @Transactional
  Backend create(Caller caller, BackendRequest request) {
    var draft = BackendDraft.ofNew(request, destinations);
    var id = Ids.next("bm_");
    rows.insert(caller.tenantId(), id, draft, keys.sealed(caller.tenantId(), id, draft.key()));
    audit.record(caller.tenantId(), "backend.create", id);
    return get(caller, id);
  }

  @Transactional
  Backend edit(Caller caller, String id, BackendRequest request) {
    var stored = rows.findLocked(caller.tenantId(), id).orElseThrow(() -> new BackendNotFound(id));
    var seen = request.version();
    if (seen != null && seen != stored.version()) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "The backend is at version "
              + stored.version()
              + ", not "
              + seen
              + ": somebody changed it. Read it again and repeat your change.");
    }
    var draft = BackendDraft.ofEdit(request, stored, destinations);
    if (!draft.models().isEmpty()) {
      var leftOut = rows.slugsBeside(id, draft.models());
      if (!leftOut.isEmpty()) {
        throw BackendInUse.byModelsLeftOut(leftOut);
      }
    }
    rows.update(caller.tenantId(), id, draft, keys.sealed(caller.tenantId(), id, draft.key()));
    audit.record(caller.tenantId(), "backend.update", id);
    return get(caller, id);
  }

  /** Deletes a backend that no model is on. */
  @Transactional
  void delete(Caller caller, String id) {
    if (rows.findLocked(caller.tenantId(), id).isEmpty()) {
      throw new BackendNotFound(id);
    }
    var slugs = rows.slugsOn(id);
    if (!slugs.isEmpty()) {
      throw BackendInUse.byModels(slugs);
    }
    rows.delete(caller.tenantId(), id);
    audit.record(caller.tenantId(), "backend.delete", id);
  }
}
