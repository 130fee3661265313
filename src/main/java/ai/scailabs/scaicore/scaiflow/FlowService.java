package ai.scailabs.scaicore.scaiflow;

import static ai.scailabs.scaicore.scaiflow.FlowPermission.ADMIN;
import static ai.scailabs.scaicore.scaiflow.FlowPermission.EDIT;
import static ai.scailabs.scaicore.scaiflow.FlowPermission.VIEW;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes, shows, changes and deletes flows. The object of a content is stored before the row that
 * names it, under a version that is nobody else's, so that no version is lost or written twice,
 * whoever saves at the same time.
 */
@Service
class FlowService {

  private final Flows flows;
  private final FlowVersions versions;
  private final FlowContents contents;
  private final FlowAccess access;
  private final AuditTrail audit;
  private final TransactionOperations transactions;
  private final Clock clock;

  FlowService(
      Flows flows,
      FlowVersions versions,
      FlowContents contents,
      FlowAccess access,
      AuditTrail audit,
      TransactionOperations transactions,
      Clock clock) {
    this.flows = flows;
    this.versions = versions;
    this.contents = contents;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  Listing<FlowViews.Summary> list(Caller caller, @Nullable String search, Paging paging) {
    var wanted = search == null || search.isBlank() ? null : search.strip();
    return Listing.of(
        flows.visible(caller, wanted, paging),
        flows.countVisible(caller, wanted),
        FlowViews.Summary::of);
  }

  FlowViews.Whole create(Caller caller, FlowRequest request) {
    return create(caller, request, "flow.create");
  }

  /**
   * Makes a flow.
   *
   * @param action as the audit calls it
   */
  FlowViews.Whole create(Caller caller, FlowRequest request, String action) {
    var name = request.requiredName();
    var description = request.checkedDescription();
    var content = request.requiredContent();
    var number = FlowVersion.Parts.of(content.path("version").asString(""));
    var now = now();
    var flow =
        new Flow(
            caller.tenantId(),
            Ids.next("flow_"),
            name,
            description,
            caller.userId(),
            number.text(),
            number.patch(),
            now,
            now,
            null);
    var text = content.toString();
    contents.put(flow.tenantId(), flow.id(), flow.version(), text);
    transactions.executeWithoutResult(
        status -> {
          flows.insert(flow, number);
          versions.insert(flow.tenantId(), version(caller, flow.id(), number, text, now));
          audit.record(flow.tenantId(), action, flow.id());
        });
    return FlowViews.Whole.of(flow, new RawJson(text));
  }

  FlowViews.Whole get(Caller caller, String id) {
    return whole(access.require(caller, id, VIEW));
  }

  /** Changes what is given; a content that is new becomes a version. */
  FlowViews.Whole update(Caller caller, String id, FlowRequest request) {
    var flow = access.require(caller, id, EDIT);
    var name = request.checkedName();
    var description = request.checkedDescription();
    var content = request.content();
    if (content == null || isCurrent(flow, content)) {
      change(caller, id, () -> flows.update(caller.tenantId(), id, name, description, null, now()));
      return get(caller, id);
    }
    var text = content.toString();
    int patch = flows.reservePatch(caller.tenantId(), id).orElseThrow(() -> new FlowNotFound(id));
    var old = FlowVersion.Parts.ofFlow(flow.version());
    var number = new FlowVersion.Parts(old.major(), old.minor(), patch);
    contents.put(caller.tenantId(), id, number.text(), text);
    change(
        caller,
        id,
        () -> {
          var now = now();
          versions.insert(caller.tenantId(), version(caller, id, number, text, now));
          return flows.update(caller.tenantId(), id, name, description, patch, now);
        });
    var changed = access.require(caller, id, VIEW);
    // Of two who save at once each is told of their own version, and the later is the current one.
    return FlowViews.Whole.of(
        new Flow(
            changed.tenantId(),
            id,
            changed.name(),
            changed.description(),
            changed.ownerId(),
            number.text(),
            patch,
            changed.createdAt(),
            changed.updatedAt(),
            changed.coreId()),
        new RawJson(text));
  }

  private void change(Caller caller, String id, Supplier<Boolean> change) {
    transactions.executeWithoutResult(
        status -> {
          if (!change.get()) {
            throw new FlowNotFound(id);
          }
          audit.record(caller.tenantId(), "flow.update", id);
        });
  }

  /** Nobody sees it any more; its Core, its versions and its deployments stay. */
  void delete(Caller caller, String id) {
    access.require(caller, id, ADMIN);
    transactions.executeWithoutResult(
        status -> {
          if (!flows.delete(caller.tenantId(), id, now())) {
            throw new FlowNotFound(id);
          }
          audit.record(caller.tenantId(), "flow.delete", id);
        });
  }

  Listing<FlowViews.VersionSummary> versions(Caller caller, String id, Paging paging) {
    access.require(caller, id, VIEW);
    return Listing.of(
        versions.list(caller.tenantId(), id, paging),
        versions.count(caller.tenantId(), id),
        FlowViews.VersionSummary::of);
  }

  FlowViews.WholeVersion version(Caller caller, String id, String version) {
    access.require(caller, id, VIEW);
    return versions
        .find(caller.tenantId(), id, version)
        .map(
            found ->
                FlowViews.WholeVersion.of(
                    found, contents.get(caller.tenantId(), id, found.version())))
        .orElseThrow(() -> FlowNotFound.version(id, version));
  }

  private boolean isCurrent(Flow flow, ObjectNode content) {
    return versions
        .find(flow.tenantId(), flow.id(), flow.version())
        .map(FlowVersion::hash)
        .equals(Optional.of(FlowContents.hash(content.toString())));
  }

  private FlowViews.Whole whole(Flow flow) {
    return FlowViews.Whole.of(flow, contents.get(flow.tenantId(), flow.id(), flow.version()));
  }

  private static FlowVersion version(
      Caller caller, String id, FlowVersion.Parts number, String text, Instant now) {
    return new FlowVersion(
        id, number.patch(), number.text(), FlowContents.hash(text), caller.userId(), now);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
