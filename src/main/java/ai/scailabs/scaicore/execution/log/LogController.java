package ai.scailabs.scaicore.execution.log;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.identity.Standing;
import ai.scailabs.scaicore.stream.Streams;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Feature;
import ai.scailabs.scaicore.web.Features;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.RequestId;
import ai.scailabs.scaicore.web.Switchable;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/v1/modules/scaicore/cores/{core_id}/logs")
@Tag(name = "Logs", description = "What the engine and the programs of Cores say.")
class LogController {

  private static final int LONGEST_TEXT = 200;
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final LogPages pages;
  private final LogRows rows;
  private final LogHeads heads;
  private final RunnableCores cores;
  private final Streams streams;
  private final Features features;

  LogController(
      LogPages pages,
      LogRows rows,
      LogHeads heads,
      RunnableCores cores,
      Streams streams,
      Features features) {
    this.pages = pages;
    this.rows = rows;
    this.heads = heads;
    this.cores = cores;
    this.streams = streams;
    this.features = features;
  }

  @GetMapping
  @Requires(SCAICORE_VIEW)
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.VALIDATION_ERROR})
  @Operation(
      summary = "List log lines",
      description =
          "What the engine says of a Core's executions, and what their `debug` blocks say, newest"
              + " first. A line shows within about a second; filters combine. With `level` or `q` a"
              + " page may end early and still say `has_more`: it looks at no more than 50,000"
              + " lines. Kept for 7 days unless the tenant or the operator says otherwise.")
  Envelope<LogList> list(
      @PathVariable("core_id") String coreId,
      @Parameter(
              description = "Only lines of these levels: debug, info, warn, error",
              example = "warn,error")
          @RequestParam(required = false)
          @Nullable List<LogLevel> level,
      @Parameter(description = "Only of this execution")
          @RequestParam(name = "execution_id", required = false)
          @Nullable String executionId,
      @Parameter(description = "From this time on", example = "2026-07-01T00:00:00Z")
          @RequestParam(required = false)
          @Nullable String since,
      @Parameter(description = "Before this time") @RequestParam(required = false)
          @Nullable String until,
      @Parameter(description = "With this in the message, of whatever case")
          @RequestParam(required = false)
          @Nullable String q,
      Paging paging,
      Caller caller) {
    cores.get(caller.tenantId(), coreId);
    if (!features.logs()) {
      return Envelope.of(LogList.PLACEHOLDER);
    }
    var filter =
        new LogPages.Filter(
            levels(level),
            clean("execution_id", executionId),
            time("since", since),
            time("until", until),
            clean("q", q == null || q.isEmpty() ? null : q));
    var page = pages.page(caller.tenantId(), coreId, filter, paging);
    return new Envelope<>(
        "ok",
        new LogList(page.items(), null),
        new Envelope.Pagination(page.nextCursor() != null, page.nextCursor()),
        new Envelope.Meta(RequestId.current()));
  }

  @GetMapping("/stream")
  @Switchable(Feature.LOG_STREAM)
  @Requires(SCAICORE_VIEW)
  @Raises({
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.QUOTA_EXCEEDED,
    ErrorCode.NOT_IMPLEMENTED
  })
  @Operation(
      summary = "Follow the log",
      description =
          "Server-sent events named `log`, each with a line as `GET …/logs` shows it; its `id` is"
              + " that of the line. Begins with what is said from now on, or behind"
              + " `Last-Event-ID`. A comment says every 15 s that a silent stream lives; after 10"
              + " min it ends, and clients connect again.")
  @ApiResponse(
      responseCode = "200",
      description = "Server-sent events",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(type = "string")))
  SseEmitter stream(
      @PathVariable("core_id") String coreId,
      @Parameter(description = "Only lines of these levels") @RequestParam(required = false)
          @Nullable List<LogLevel> level,
      @Parameter(description = "Only of this execution")
          @RequestParam(name = "execution_id", required = false)
          @Nullable String executionId,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      Caller caller,
      Standing standing) {
    cores.get(caller.tenantId(), coreId);
    return streams.open(
        new Streams.Watcher(caller.tenantId(), standing::lasts),
        new LogFeed(
            rows,
            heads,
            caller.tenantId(),
            coreId,
            levels(level),
            clean("execution_id", executionId)),
        lastEventId);
  }

  private static Set<LogLevel> levels(@Nullable List<LogLevel> given) {
    return given == null ? Set.of() : Set.copyOf(given);
  }

  private static @Nullable String clean(String field, @Nullable String text) {
    if (text != null && (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0)) {
      throw new ValidationFailed(
          field, "must be at most " + LONGEST_TEXT + " characters, without U+0000");
    }
    return text;
  }

  private static @Nullable Instant time(String field, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      var time = OffsetDateTime.parse(text).toInstant();
      if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
        return time;
      }
    } catch (DateTimeException e) {
      throw new ValidationFailed(field, "must be a time such as 2026-07-01T00:00:00Z");
    }
    throw new ValidationFailed(field, "must be in the years 1 to 9999");
  }
}
