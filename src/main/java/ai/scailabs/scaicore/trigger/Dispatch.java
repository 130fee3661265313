package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.CoreStatus;
import ai.scailabs.scaicore.core.Programs;
import ai.scailabs.scaicore.execution.CoreNotRunning;
import ai.scailabs.scaicore.execution.ExecutionService;
import ai.scailabs.scaicore.execution.StartExecution;
import ai.scailabs.scaicore.execution.event.ReceivedEvents;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Starts the flows that something which came in is for: all of them, with what is remembered of it,
 * in one transaction, or none.
 */
@Component
class Dispatch {

  private final ExecutionService executions;
  private final Programs programs;
  private final ReceivedEvents events;
  private final Receipts receipts;
  private final AuditTrail audit;

  Dispatch(
      ExecutionService executions,
      Programs programs,
      ReceivedEvents events,
      Receipts receipts,
      AuditTrail audit) {
    this.executions = executions;
    this.programs = programs;
    this.events = events;
    this.receipts = receipts;
    this.audit = audit;
  }

  /** What is answered; for one that came before, what that was. */
  Accepted of(Incoming incoming) {
    var receipt = incoming.receipt();
    if (receipt != null) {
      var earlier = receipts.find(receipt);
      if (earlier.isPresent()) {
        return earlier.get();
      }
    }
    requireReady(incoming);
    var eventId = Ids.next("evt_");
    var started =
        executions.startTogether(
            incoming.core(), requests(incoming, eventId), ids -> noted(incoming, eventId, ids));
    if (started.isEmpty() && receipt != null) {
      // Another of the same key was faster.
      return receipts.find(receipt).orElseThrow();
    }
    return new Accepted(eventId, started.orElseThrow());
  }

  private static List<StartExecution> requests(Incoming incoming, String eventId) {
    return incoming.firings().stream()
        .map(
            firing ->
                new StartExecution(
                    incoming.core().tenantId(),
                    incoming.core().id(),
                    incoming.userId(),
                    incoming.data(),
                    firing.flow(),
                    null,
                    null,
                    incoming.trigger(firing, eventId),
                    null))
        .toList();
  }

  private boolean noted(Incoming incoming, String eventId, List<String> executionIds) {
    var core = incoming.core();
    var receipt = incoming.receipt();
    if (receipt != null && !receipts.take(receipt, new Accepted(eventId, executionIds))) {
      return false;
    }
    events.add(
        core.tenantId(),
        core.id(),
        eventId,
        incoming.type(),
        incoming.source(),
        incoming.data(),
        executionIds);
    audit.record(core.tenantId(), "event.send", core.id() + "/" + eventId);
    return true;
  }

  private void requireReady(Incoming incoming) {
    var core = incoming.core();
    if (!core.runtimeMode().takesEvents()) {
      throw new ValidationFailed(
          "runtime_mode",
          "of this Core is "
              + core.runtimeMode().word()
              + "; events need event_driven or api: change it with PUT first");
    }
    var hash = core.programHash();
    if (core.status() != CoreStatus.RUNNING || hash == null) {
      throw new CoreNotRunning(core.status());
    }
    var program = programs.load(core.tenantId(), hash);
    for (var firing : incoming.firings()) {
      if (program.flow(firing.flow()).isEmpty()) {
        throw new ApiException(
            ErrorCode.CONFLICT,
            "The trigger %s starts the flow %s, which the program that runs does not have; remove the trigger, or restart the Core with a program that has the flow."
                .formatted(firing.trigger(), firing.flow()));
      }
    }
  }
}
