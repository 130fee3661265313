package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.Group;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.scaiflow.Acl.PrincipalType;
import ai.scailabs.scaicore.scaiflow.AclController.AclRequest;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Changes the access lists of flows. */
@Service
class AclService {

  private final FlowAccess access;
  private final Acls acls;
  private final Directory directory;
  private final AuditTrail audit;
  private final TransactionOperations transactions;
  private final Clock clock;

  AclService(
      FlowAccess access,
      Acls acls,
      Directory directory,
      AuditTrail audit,
      TransactionOperations transactions,
      Clock clock) {
    this.access = access;
    this.acls = acls;
    this.directory = directory;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  Listing<Acl> list(Caller caller, String flowId) {
    access.require(caller, flowId, FlowPermission.VIEW);
    return Listing.of(acls.list(caller.tenantId(), flowId));
  }

  Acl grant(Caller caller, String flowId, AclRequest request) {
    access.require(caller, flowId, FlowPermission.ADMIN);
    var type = request.principalType();
    if (type == null) {
      throw new ValidationFailed("principal_type", "is required: user or group");
    }
    var permission = request.permission();
    if (permission == null) {
      throw new ValidationFailed("permission", "is required: view, edit, deploy or admin");
    }
    var acl =
        new Acl(
            Ids.next("acl_"),
            flowId,
            type,
            principal(caller, type, request.principalId()),
            permission,
            caller.userId(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              var stored = acls.put(caller.tenantId(), acl);
              audit.record(caller.tenantId(), "flow.grant", flowId);
              return stored;
            }));
  }

  private String principal(
      Caller caller, PrincipalType type, @Nullable String given) {
    if (given == null || given.isBlank()) {
      throw new ValidationFailed("principal_id", "is required: the id of the user or group");
    }
    var found =
        switch (type) {
          case USER -> directory.user(caller.tenantId(), given).map(User::id);
          case GROUP -> directory.group(caller.tenantId(), given).map(Group::id);
        };
    return found.orElseThrow(
        () -> new ValidationFailed("principal_id", "names nobody of this tenant"));
  }

  void revoke(Caller caller, String flowId, String aclId) {
    access.require(caller, flowId, FlowPermission.ADMIN);
    transactions.executeWithoutResult(
        status -> {
          if (!acls.delete(caller.tenantId(), flowId, aclId)) {
            throw new ApiException(
                ErrorCode.ACL_NOT_FOUND,
                "The flow has no entry " + aclId + "; GET its acls for those that there are.");
          }
          audit.record(caller.tenantId(), "flow.revoke", flowId);
        });
  }
}
