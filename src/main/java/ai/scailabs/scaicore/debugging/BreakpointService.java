package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.engine.Outline;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.limits.QuotaExceeded;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Sets and removes breakpoints. */
@Service
class BreakpointService {

  private static final int MOST = 100;

  private final Breakpoints rows;
  private final KnownBreakpoints known;
  private final RunnableCores cores;
  private final EngineRegistry engines;
  private final AuditTrail audit;
  private final TransactionOperations transactions;
  private final Clock clock;

  BreakpointService(
      Breakpoints rows,
      KnownBreakpoints known,
      RunnableCores cores,
      EngineRegistry engines,
      AuditTrail audit,
      TransactionOperations transactions,
      Clock clock) {
    this.rows = rows;
    this.known = known;
    this.cores = cores;
    this.engines = engines;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Sets one; executions on this replica stop at it from now on, elsewhere within a second. */
  BreakpointView set(String tenantId, String userId, String coreId, BreakpointRequest request) {
    request.check();
    var core = cores.get(tenantId, coreId);
    var row =
        new Breakpoints.Row(
            tenantId,
            Ids.uuid(),
            coreId,
            request.blockId(),
            request.nodeId(),
            request.condition(),
            userId,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    transactions.executeWithoutResult(
        status -> {
          if (rows.count(tenantId, coreId) >= MOST) {
            throw new QuotaExceeded(
                "A Core has at most %d breakpoints; remove some.".formatted(MOST));
          }
          rows.add(row);
          audit.record(tenantId, "breakpoint.create", row.id().toString());
        });
    known.look();
    return view(row, outline(core));
  }

  Page<BreakpointView> page(String tenantId, String coreId, Paging paging) {
    var outline = outline(cores.get(tenantId, coreId));
    return rows.page(tenantId, coreId, paging).map(row -> view(row, outline));
  }

  /** Removes one. Executions that it has stopped stay so until they are told to go on. */
  void remove(String tenantId, String coreId, String id) {
    cores.get(tenantId, coreId);
    var known = uuid(id);
    transactions.executeWithoutResult(
        status -> {
          if (known == null || !rows.remove(tenantId, coreId, known)) {
            throw new BreakpointNotFound(id);
          }
          audit.record(tenantId, "breakpoint.delete", id);
        });
    this.known.look();
  }

  private static @Nullable UUID uuid(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable Outline outline(RunnableCore core) {
    var hash = core.programHash();
    return hash == null
        ? null
        : new Outline(engines.engine(core.tenantId(), core.id(), hash).program());
  }

  private static BreakpointView view(Breakpoints.Row row, @Nullable Outline outline) {
    List<String> blocks =
        outline == null
            ? List.of()
            : outline.all().stream()
                .filter(
                    block ->
                        row.blockId() != null
                            ? row.blockId().equals(block.path())
                            : row.nodeId() != null && row.nodeId().equals(block.nodeId()))
                .map(Outline.Entry::path)
                .toList();
    return new BreakpointView(
        row.id(),
        row.coreId(),
        row.blockId(),
        row.nodeId(),
        row.condition(),
        blocks,
        row.createdBy(),
        row.createdAt());
  }
}
