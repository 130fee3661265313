package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.scaiflow.FlowAccess;
import ai.scailabs.scaicore.scaiflow.FlowNotFound;
import ai.scailabs.scaicore.scaiflow.FlowPermission;
import ai.scailabs.scaicore.scaiflow.deploy.Deployment.Status;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Lets the deploys of a flow through one by one. One with an {@code Idempotency-Key} that has
 * deployed before gets its answer; one that failed may be sent again with the same key.
 */
@Component
class Turns {

  private static final int MAX_KEY = 255;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final FlowAccess access;
  private final FlowLeases leases;
  private final Deployments deployments;
  private final DeployErrors errors;
  private final DeployProperties settings;
  private final TransactionOperations transactions;

  Turns(
      FlowAccess access,
      FlowLeases leases,
      Deployments deployments,
      DeployErrors errors,
      DeployProperties settings,
      TransactionOperations transactions) {
    this.access = access;
    this.leases = leases;
    this.deployments = deployments;
    this.errors = errors;
    this.settings = settings;
    this.transactions = transactions;
  }

  /** What became of the wait. */
  sealed interface Turn {}

  /** The flow is held, and the deployment has begun. */
  record Begun(Held held) implements Turn {}

  /** The same request has deployed before. */
  record Earlier(Deployment deployment) implements Turn {}

  /**
   * Waits for the deploys before this one.
   *
   * @throws DeployUnderWay where that takes too long
   * @throws FlowNotFound where the flow is deleted meanwhile
   */
  Turn await(Caller caller, String flowId, DeployRequest request, @Nullable String key) {
    if (key != null && (key.isBlank() || key.length() > MAX_KEY || key.indexOf('\0') >= 0)) {
      throw new ValidationFailed("Idempotency-Key", "must have 1 to " + MAX_KEY + " characters");
    }
    var hash = key == null ? null : hash(flowId, request);
    long end = System.nanoTime() + settings.patience().toNanos();
    do {
      if (key != null && hash != null) {
        var earlier = earlier(caller, key, hash);
        if (earlier.isPresent()) {
          return earlier.get();
        }
      }
      var held = begun(caller, flowId, key, hash);
      if (held.isPresent()) {
        leases.keep(held.get());
        return new Begun(held.get());
      }
      access.require(caller, flowId, FlowPermission.DEPLOY);
    } while (paused() && System.nanoTime() < end);
    throw new DeployUnderWay();
  }

  private Optional<Turn> earlier(Caller caller, String key, String hash) {
    var keyed = deployments.ofKey(caller.tenantId(), caller.userId(), key);
    if (keyed.isPresent() && !keyed.get().hash().equals(hash)) {
      throw new ValidationFailed(
          "Idempotency-Key", "was used for another deploy in the last 24 hours; choose a new one");
    }
    return keyed
        .map(Deployments.Keyed::deployment)
        .filter(deployment -> deployment.status() == Status.SUCCEEDED)
        .map(Earlier::new);
  }

  private Optional<Held> begun(
      Caller caller, String flowId, @Nullable String key, @Nullable String hash) {
    try {
      return transactions.execute(status -> taken(caller, flowId, key, hash));
    } catch (DuplicateKeyException e) {
      // The same key has come in twice at once, and the other one was first.
      return Optional.empty();
    }
  }

  private Optional<Held> taken(
      Caller caller, String flowId, @Nullable String key, @Nullable String hash) {
    var held = leases.take(caller.tenantId(), flowId, Ids.next("dep_"));
    held.ifPresent(
        flow -> {
          deployments.interrupt(flow.tenantId(), flowId, errors.interrupted());
          if (key != null) {
            deployments.forgetKey(flow.tenantId(), caller.userId(), key);
          }
          deployments.insert(flow, caller.userId(), key, hash);
        });
    return held;
  }

  private static boolean paused() {
    try {
      Thread.sleep(LOOK_AGAIN);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The fingerprint of a request, by which a repeated one is told from another. */
  private static String hash(String flowId, DeployRequest request) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest((flowId + "\n" + request).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
