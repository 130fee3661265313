package ai.scailabs.scaicore.checkpoint;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_CHECKPOINT_RESOLVE;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Status;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.identity.Standing;
import ai.scailabs.scaicore.stream.Streams;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/v1/modules/scaicore/checkpoints")
@Tag(name = "Checkpoints", description = "Questions that programs have for people.")
class InboxController {

  private static final String CORE = "Only of this Core";
  private static final String STATUS = "Only in this state";
  private static final String PRIORITY = "Only as urgent as this";
  private static final String TYPE = "Only of this checkpoint_type";
  private static final String ASSIGNEE =
      "Only for them: user:<email or id>, group:<id>, role:<role>, delegated_user or unrouted";
  private static final String WORDS =
      "Words that are all in the prompt, in any case; ten at most, 200 characters at most";

  private final ListService lists;
  private final InboxChanges changes;
  private final InboxHeads heads;
  private final Streams streams;

  InboxController(ListService lists, InboxChanges changes, InboxHeads heads, Streams streams) {
    this.lists = lists;
    this.changes = changes;
    this.heads = heads;
    this.streams = streams;
  }

  @GetMapping
  @Requires(SCAICORE_CHECKPOINT_RESOLVE)
  @Raises(ErrorCode.VALIDATION_ERROR)
  @Operation(
      summary = "List the checkpoints that wait for me",
      description =
          "Pending checkpoints assigned to the caller, their groups or the roles they hold; for"
              + " tenant admins also those assigned to nobody. Most urgent first (critical, high,"
              + " normal, low), then oldest first. With another `status`: those that were the"
              + " caller's to answer, newest first. Filters combine; a page that few fit may be"
              + " short, or empty, and still have a `next_cursor`.")
  Envelope<Envelope.Items<CheckpointView>> mine(
      Caller caller,
      @Parameter(description = CORE) @RequestParam(name = "core_id", required = false)
          @Nullable String coreId,
      @Parameter(description = STATUS + "; pending without it") @RequestParam(required = false)
          @Nullable Status status,
      @Parameter(description = PRIORITY) @RequestParam(required = false)
          @Nullable Priority priority,
      @Parameter(description = TYPE) @RequestParam(required = false) @Nullable String type,
      @Parameter(description = ASSIGNEE) @RequestParam(required = false) @Nullable String assignee,
      @Parameter(description = WORDS) @RequestParam(required = false) @Nullable String q,
      Paging paging) {
    var asked = new ListService.Asked(coreId, status, priority, type, assignee, q);
    return Envelope.of(lists.mine(caller, asked, paging).map(CheckpointView::of));
  }

  @GetMapping("/all")
  @Requires(SCAICORE_CHECKPOINT_RESOLVE)
  @Raises(ErrorCode.VALIDATION_ERROR)
  @Operation(
      summary = "List all checkpoints of the tenant",
      description =
          "In every state, newest first; for tenant admins and those above them. Filters combine;"
              + " a page that few fit may be short, or empty, and still have a `next_cursor`.")
  Envelope<Envelope.Items<CheckpointView>> all(
      Caller caller,
      @Parameter(description = CORE) @RequestParam(name = "core_id", required = false)
          @Nullable String coreId,
      @Parameter(description = STATUS) @RequestParam(required = false) @Nullable Status status,
      @Parameter(description = PRIORITY) @RequestParam(required = false)
          @Nullable Priority priority,
      @Parameter(description = TYPE) @RequestParam(required = false) @Nullable String type,
      @Parameter(description = ASSIGNEE) @RequestParam(required = false) @Nullable String assignee,
      @Parameter(description = WORDS) @RequestParam(required = false) @Nullable String q,
      Paging paging) {
    var asked = new ListService.Asked(coreId, status, priority, type, assignee, q);
    return Envelope.of(lists.all(caller, asked, paging).map(CheckpointView::of));
  }

  @GetMapping("/counts")
  @Requires(SCAICORE_CHECKPOINT_RESOLVE)
  @Operation(
      summary = "Count the checkpoints that wait for me",
      description =
          "What `GET /checkpoints` lists without filters, by priority and by whether somebody has"
              + " claimed it; the 10,000 most urgent are counted.")
  Envelope<InboxCounts.Counts> counts(Caller caller) {
    return Envelope.of(lists.counts(caller));
  }

  @GetMapping("/stream")
  @Requires(SCAICORE_CHECKPOINT_RESOLVE)
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.QUOTA_EXCEEDED})
  @Operation(
      summary = "Watch my inbox",
      description =
          "Server-sent events of what appears in and leaves the caller's inbox, from whatever"
              + " replica: `checkpoint.added` and `checkpoint.changed` (claimed, released,"
              + " reminded, handed from one of the caller's groups or roles to another) with the"
              + " checkpoint in short, `checkpoint.removed` with its id and status. Begins with"
              + " what happens from now on, or behind `Last-Event-ID`: open the stream first, then"
              + " list the inbox. `checkpoint.reset` says that what happened behind that id is not"
              + " kept any more (24 hours, unless configured otherwise): list the inbox again."
              + " It ends after some minutes, and soon after the caller's token, groups or roles"
              + " have changed; clients connect again.")
  @ApiResponse(
      responseCode = "200",
      description = "Server-sent events",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(type = "string")))
  SseEmitter stream(
      Caller caller,
      Standing standing,
      @Parameter(description = "Id of the last event seen; the stream goes on behind it.")
          @RequestHeader(name = "Last-Event-ID", required = false)
          @Nullable String lastEventId) {
    return streams.open(
        new Streams.Watcher(caller.tenantId(), standing::lasts),
        new InboxFeed(caller.tenantId(), Address.of(caller), changes, heads),
        lastEventId);
  }
}
