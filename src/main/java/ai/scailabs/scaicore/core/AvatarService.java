package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives Cores their avatars. The picture is stored first and the row told after it, so that no row
 * speaks of a picture that is not there, and no connection to the database waits for the store. The
 * row of a Core that may have a picture is told before as well, so that no replica goes on with
 * what it has in memory, whatever becomes of the upload. A process that dies in between leaves a
 * picture that the next upload replaces.
 */
@Service
class AvatarService {

  private final CoreService cores;
  private final Avatars avatars;
  private final List<CoreEdited> edits;
  private final AuditTrail audit;
  private final TransactionOperations transactions;
  private final Clock clock;

  AvatarService(
      CoreService cores,
      Avatars avatars,
      List<CoreEdited> edits,
      AuditTrail audit,
      TransactionOperations transactions,
      Clock clock) {
    this.cores = cores;
    this.avatars = avatars;
    this.edits = edits;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Replaces the avatar of a Core.
   *
   * @param declared the media type that the caller says the file has
   */
  Core upload(Caller caller, String coreId, byte[] file, @Nullable String declared) {
    var tenantId = caller.tenantId();
    var avatar = Avatar.of(file, declared);
    transactions.executeWithoutResult(status -> announce(tenantId, coreId));
    avatars.put(tenantId, coreId, avatar);
    try {
      return transactions.execute(status -> show(tenantId, coreId));
    } catch (CoreNotFound e) {
      // Deleted meanwhile.
      avatars.discard(tenantId, coreId);
      throw e;
    }
  }

  /**
   * Creates a Core, with its avatar where the request brings one. When either fails there is
   * neither.
   */
  Core create(Caller caller, CoreRequest request) {
    var avatar = InlineAvatar.of(request);
    if (avatar.isEmpty()) {
      return cores.create(caller, request);
    }
    cores.requireCreatable(caller, request);
    var id = cores.nextId();
    try {
      avatars.put(caller.tenantId(), id, avatar.get());
      return cores.createWithAvatar(caller, request, id);
    } catch (RuntimeException e) {
      discardUnlessCreated(caller.tenantId(), id, e);
      throw e;
    }
  }

  /** Whoever loses the connection at the commit does not know whether there is a Core now. */
  private void discardUnlessCreated(String tenantId, String coreId, RuntimeException failure) {
    try {
      cores.requireExisting(tenantId, coreId);
    } catch (CoreNotFound e) {
      avatars.discard(tenantId, coreId);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  // What would refuse the change after the picture is stored, refuses it here.
  private void announce(String tenantId, String coreId) {
    var core = cores.change(tenantId, coreId, Core::awaitAvatar);
    edits.forEach(port -> port.edited(core));
  }

  private Core show(String tenantId, String coreId) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var core = cores.change(tenantId, coreId, c -> c.showAvatar(now));
    edits.forEach(port -> port.edited(core));
    audit.record(tenantId, "avatar.upload", coreId);
    return core;
  }
}
