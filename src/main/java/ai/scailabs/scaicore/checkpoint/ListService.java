package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Status;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Shows people what waits for them, and admins all there is. */
@Service
class ListService {

  private static final int MAX_ASSIGNEE = 500;

  private final CheckpointLists lists;
  private final InboxCounts counts;
  private final Assignees assignees;
  private final Clock clock;

  ListService(CheckpointLists lists, InboxCounts counts, Assignees assignees, Clock clock) {
    this.lists = lists;
    this.counts = counts;
    this.assignees = assignees;
    this.clock = clock;
  }

  /** What a caller asks of a list. */
  record Asked(
      @Nullable String coreId,
      @Nullable Status status,
      @Nullable Priority priority,
      @Nullable String type,
      @Nullable String assignee,
      @Nullable String q) {}

  /** The caller's: theirs, their groups', their roles'; for admins, nobody's too. */
  Page<Checkpoint> mine(Caller caller, Asked asked, Paging paging) {
    return lists.of(caller.tenantId(), Address.of(caller), filter(caller, asked), paging);
  }

  /** The tenant's. */
  Page<Checkpoint> all(Caller caller, Asked asked, Paging paging) {
    if (!caller.administersTenant()) {
      throw new ApiException(
          ErrorCode.AUTHZ_PERMISSION_DENIED,
          "Only admins of the tenant see all of its checkpoints; yours are at GET /checkpoints.");
    }
    return lists.all(caller.tenantId(), filter(caller, asked), paging);
  }

  InboxCounts.Counts counts(Caller caller) {
    return counts.of(caller.tenantId(), Address.of(caller), caller.userId(), clock.instant());
  }

  private CheckpointFilter filter(Caller caller, Asked asked) {
    var assignee = asked.assignee();
    if (assignee != null && (assignee.isBlank() || assignee.length() > MAX_ASSIGNEE)) {
      throw new ValidationFailed(
          "assignee",
          "is not an assignee; say user:<email or id>, group:<id>, role:<role>, delegated_user or"
              + " unrouted");
    }
    return new CheckpointFilter(
        asked.coreId(),
        asked.status(),
        asked.priority(),
        asked.type(),
        assignee == null
            ? null
            : assignees.resolve(
                caller.tenantId(), Comment.storable("assignee", assignee.strip()), null),
        asked.q());
  }
}
