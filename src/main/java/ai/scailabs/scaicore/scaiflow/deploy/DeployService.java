package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.scaiflow.Credentials;
import ai.scailabs.scaicore.scaiflow.FlowAccess;
import ai.scailabs.scaicore.scaiflow.FlowContents;
import ai.scailabs.scaicore.scaiflow.FlowPermission;
import ai.scailabs.scaicore.scaiflow.Listing;
import ai.scailabs.scaicore.scaiflow.client.DeployedCore;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.Paging;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Deploys flows, those of one flow one after the other, and keeps a record of each, also of one
 * that fails and of one whose process dies.
 */
@Service
class DeployService {

  private final FlowAccess access;
  private final FlowContents contents;
  private final Credentials credentials;
  private final Turns turns;
  private final FlowLeases leases;
  private final Deployments deployments;
  private final DeployErrors errors;
  private final Rollout rollout;
  private final AuditTrail audit;
  private final TransactionOperations transactions;

  DeployService(
      FlowAccess access,
      FlowContents contents,
      Credentials credentials,
      Turns turns,
      FlowLeases leases,
      Deployments deployments,
      DeployErrors errors,
      Rollout rollout,
      AuditTrail audit,
      TransactionOperations transactions) {
    this.access = access;
    this.contents = contents;
    this.credentials = credentials;
    this.turns = turns;
    this.leases = leases;
    this.deployments = deployments;
    this.errors = errors;
    this.rollout = rollout;
    this.audit = audit;
    this.transactions = transactions;
  }

  /**
   * Deploys the current version of a flow.
   *
   * @param token that the caller came with
   * @param key of the request; the same one deploys once
   */
  Deployment deploy(
      Caller caller,
      String flowId,
      DeployRequest request,
      @Nullable String token,
      @Nullable String key) {
    access.require(caller, flowId, FlowPermission.DEPLOY);
    request.check();
    return switch (turns.await(caller, flowId, request, key)) {
      case Turns.Earlier earlier -> earlier.deployment();
      case Turns.Begun begun -> run(caller, begun.held(), request, token);
    };
  }

  Listing<Deployment> list(Caller caller, String flowId, Paging paging) {
    access.require(caller, flowId, FlowPermission.VIEW);
    return Listing.of(
        deployments.list(caller.tenantId(), flowId, paging),
        deployments.count(caller.tenantId(), flowId),
        deployment -> deployment);
  }

  private Deployment run(Caller caller, Held held, DeployRequest request, @Nullable String token) {
    try {
      var core = rollout.run(plan(caller, held, request, token), progress(held));
      end(held, core, null);
    } catch (ApiException e) {
      failed(held, e);
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      failed(held, errors.unforeseen());
      throw e;
    } finally {
      leases.abandon(held);
    }
    return deployments.get(held.tenantId(), held.deploymentId());
  }

  private Plan plan(Caller caller, Held held, DeployRequest request, @Nullable String token) {
    var flow = access.require(caller, held.flowId(), FlowPermission.DEPLOY);
    // By which the Core is found again, and the version that it came from.
    Map<String, @Nullable Object> content =
        new LinkedHashMap<>(contents.version(flow, held.version()));
    content.put("id", flow.id());
    content.put("version", held.version());
    if (content.get("name") == null) {
      content.put("name", flow.name());
    }
    return new Plan(
        content, () -> credentials.of(caller, token), held.coreId(), held.triedBefore(), request);
  }

  private Progress progress(Held held) {
    return new Progress() {
      @Override
      public void check() {
        leases.check(held);
      }

      @Override
      public void made(DeployedCore core) {
        transactions.executeWithoutResult(
            status -> {
              if (!leases.made(held, core.id())) {
                throw new DeployInterrupted();
              }
              deployments.working(held, core);
            });
      }
    };
  }

  private void failed(Held held, ApiException problem) {
    try {
      end(held, null, errors.json(problem));
    } catch (RuntimeException e) {
      // The next deploy of the flow will say of this one that it was interrupted.
      problem.addSuppressed(e);
    }
  }

  private void end(Held held, @Nullable DeployedCore core, @Nullable String error) {
    transactions.executeWithoutResult(
        status -> {
          // The flow before its deployments, as everywhere, so that nobody waits in a circle.
          leases.release(held);
          if (!deployments.end(held, core, error) && error == null) {
            throw new DeployInterrupted();
          }
          if (error == null) {
            audit.record(held.tenantId(), "flow.deploy", held.flowId());
          }
        });
  }
}
