package ai.scailabs.scaicore.scaiqueue;

import static ai.scailabs.scaicore.identity.Permission.SCAIQUEUE_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAIQUEUE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaiqueue/scopes")
@Tag(name = "ScaiQueue", description = "Scopes, their queues, and messages.")
class ScopeController {

  private static final String ADDRESS = " A scope is named by its id or its slug.";

  private final ScopeService scopes;

  ScopeController(ScopeService scopes) {
    this.scopes = scopes;
  }

  @GetMapping
  @Requires(SCAIQUEUE_VIEW)
  @Raises(ErrorCode.VALIDATION_ERROR)
  @Operation(summary = "List scopes", description = "Those of the tenant, newest first.")
  Envelope<Envelope.Items<Scope>> list(
      Caller caller,
      @Parameter(description = "Only the one of this slug") @RequestParam(required = false)
          @Nullable String slug,
      Paging paging) {
    return Envelope.of(scopes.list(caller, slug, paging));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAIQUEUE_MANAGE)
  @Audited("scope.create")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.SLUG_CONFLICT, ErrorCode.QUOTA_EXCEEDED})
  @Operation(
      summary = "Make a scope",
      description =
          "It starts with the queues `_dead_letter`, for what failed too often, and `_events` and"
              + " `_audit`, both broadcast, for what the tenant likes to tell all its consumers.")
  Envelope<Scope> create(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              "{\"slug\": \"finance\", \"display_name\": \"Finance\","
                                  + " \"description\": \"What Finance decides.\"}")))
          @RequestBody
          ScopeRequest request,
      Caller caller) {
    return Envelope.of(scopes.create(caller, request));
  }

  @GetMapping("/{scope_id}")
  @Requires(SCAIQUEUE_VIEW)
  @Raises(ErrorCode.SCOPE_NOT_FOUND)
  @Operation(summary = "Fetch a scope", description = "By its id or its slug.")
  Envelope<Scope> get(@PathVariable("scope_id") String scopeId, Caller caller) {
    return Envelope.of(scopes.scope(caller, scopeId));
  }

  @DeleteMapping("/{scope_id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(SCAIQUEUE_MANAGE)
  @Audited("scope.delete")
  @Raises({ErrorCode.SCOPE_NOT_FOUND, ErrorCode.CONFLICT})
  @Operation(
      summary = "Delete a scope",
      description =
          "With its queues and the messages that ended; `CONFLICT` while one of them holds a"
              + " message that nobody has completed."
              + ADDRESS)
  void delete(@PathVariable("scope_id") String scopeId, Caller caller) {
    scopes.delete(caller, scopeId);
  }

  @GetMapping("/{scope_id}/queues")
  @Requires(SCAIQUEUE_VIEW)
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.SCOPE_NOT_FOUND})
  @Operation(summary = "List the queues of a scope", description = "Newest first." + ADDRESS)
  Envelope<Envelope.Items<QueueView>> queues(
      @PathVariable("scope_id") String scopeId,
      Caller caller,
      @Parameter(description = "Only the one of this slug") @RequestParam(required = false)
          @Nullable String slug,
      Paging paging) {
    return Envelope.of(scopes.queues(caller, scopeId, slug, paging).map(QueueView::of));
  }

  @PostMapping("/{scope_id}/queues")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAIQUEUE_MANAGE)
  @Audited("queue.create")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.SCOPE_NOT_FOUND,
    ErrorCode.SLUG_CONFLICT,
    ErrorCode.QUOTA_EXCEEDED
  })
  @Operation(
      summary = "Make a queue",
      description =
          "`ordering`: `fifo` as published, `priority` by tier first, `deadline` the earliest"
              + " first. `consumer_mode`: `competing`, each message to one consumer; `broadcast`,"
              + " each to every consumer, once. A message that fails `max_retries` times goes to"
              + " `_dead_letter`. A queue with `max_depth` open messages takes no more."
              + ADDRESS)
  Envelope<QueueView> create(
      @PathVariable("scope_id") String scopeId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"slug": "expense-review", "display_name": "Expense review",
                               "ordering": "priority", "consumer_mode": "competing",
                               "max_retries": 5, "visibility_timeout_s": 30, "max_depth": 10000}
                              """)))
          @RequestBody
          QueueRequest request,
      Caller caller) {
    return Envelope.of(QueueView.of(scopes.create(caller, scopeId, request)));
  }

  @GetMapping("/{scope_id}/queues/{queue_id}")
  @Requires(SCAIQUEUE_VIEW)
  @Raises({ErrorCode.SCOPE_NOT_FOUND, ErrorCode.QUEUE_NOT_FOUND})
  @Operation(
      summary = "Fetch a queue",
      description = "With its counts. Scope and queue are named by id or slug.")
  Envelope<QueueView> queue(
      @PathVariable("scope_id") String scopeId,
      @PathVariable("queue_id") String queueId,
      Caller caller) {
    var queue = scopes.queue(caller, scopeId, queueId);
    return Envelope.of(QueueView.of(queue, scopes.counts(queue)));
  }

  @DeleteMapping("/{scope_id}/queues/{queue_id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(SCAIQUEUE_MANAGE)
  @Audited("queue.delete")
  @Raises({ErrorCode.SCOPE_NOT_FOUND, ErrorCode.QUEUE_NOT_FOUND, ErrorCode.CONFLICT})
  @Operation(
      summary = "Delete a queue",
      description =
          "With the messages that ended; `CONFLICT` while it holds a message that nobody has"
              + " completed, or has a dead letter. Scope and queue are named by id or slug.")
  void deleteQueue(
      @PathVariable("scope_id") String scopeId,
      @PathVariable("queue_id") String queueId,
      Caller caller) {
    scopes.deleteQueue(caller, scopeId, queueId);
  }
}
