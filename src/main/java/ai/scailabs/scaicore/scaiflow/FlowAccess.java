package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.identity.Caller;
import org.springframework.stereotype.Component;

/**
 * Who may do what with a flow: its owner and the tenant's admins everything, others what its access
 * list says. Source: {@code design/scaiflow.md}, "REST".
 */
@Component
public class FlowAccess {

  private final Flows flows;
  private final Acls acls;

  FlowAccess(Flows flows, Acls acls) {
    this.flows = flows;
    this.acls = acls;
  }

  /**
   * The flow, where the caller may do this with it.
   *
   * @throws FlowNotFound where they may not even see it
   */
  public Flow require(Caller caller, String id, FlowPermission needed) {
    var flow = flows.find(caller.tenantId(), id).orElseThrow(() -> new FlowNotFound(id));
    var held =
        caller.administersTenant() || flow.ownerId().equals(caller.userId())
            ? FlowPermission.ADMIN
            : acls.held(caller, id).orElseThrow(() -> new FlowNotFound(id));
    if (!held.includes(needed)) {
      throw new FlowRightMissing(needed, held);
    }
    return flow;
  }
}
