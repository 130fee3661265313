package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.limits.QuotaExceeded;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes scopes and queues, finds them, and removes those that hold nothing. */
@Service
class ScopeService {

  private static final int MOST_SCOPES = 1_000;
  private static final int MOST_QUEUES = 1_000;
  private static final int MAX_DESCRIPTION = 2_000;
  private static final int MAX_RETRIES = 1_000;
  private static final int MAX_DEPTH = 100_000;

  private final Scopes scopes;
  private final Queues queues;
  private final AuditTrail audit;
  private final Clock clock;

  ScopeService(Scopes scopes, Queues queues, AuditTrail audit, Clock clock) {
    this.scopes = scopes;
    this.queues = queues;
    this.audit = audit;
    this.clock = clock;
  }

  /** Makes a scope with its {@code _dead_letter}, {@code _events} and {@code _audit}. */
  @Transactional
  Scope create(Caller caller, ScopeRequest request) {
    var slug = Fields.slug(request.slug());
    if (scopes.count(caller.tenantId()) >= MOST_SCOPES) {
      throw new QuotaExceeded(
          "This tenant has %,d scopes, which is as many as it may; delete some that are empty."
              .formatted(MOST_SCOPES));
    }
    var scope =
        new Scope(
            Ids.next("sc_"),
            caller.tenantId(),
            slug,
            name(request.displayName(), slug),
            Fields.optional("description", request.description(), MAX_DESCRIPTION),
            caller.userId(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    if (!scopes.add(scope)) {
      throw SlugTaken.byScope(slug);
    }
    var dead = own(scope, Queue.DEAD_LETTER, ConsumerMode.COMPETING, null);
    queues.add(dead);
    for (var own : List.of(Queue.EVENTS, Queue.AUDIT)) {
      queues.add(own(scope, own, ConsumerMode.BROADCAST, dead.id()));
    }
    audit.record(caller.tenantId(), "scope.create", scope.id());
    return scope;
  }

  private static Queue own(Scope scope, String slug, ConsumerMode mode, @Nullable String deadId) {
    return new Queue(
        Ids.next("q_"),
        scope.tenantId(),
        scope.id(),
        slug,
        slug,
        Ordering.FIFO,
        mode,
        Queue.MAX_RETRIES,
        Queue.VISIBILITY_TIMEOUT,
        null,
        deadId,
        scope.createdBy(),
        scope.createdAt());
  }

  private static String name(@Nullable String given, String slug) {
    var name = Fields.optional("display_name", given, Fields.MAX_NAME);
    return name == null || name.isBlank() ? slug : name.strip();
  }

  /** Makes a queue in a scope. */
  @Transactional
  Queue create(Caller caller, String scopeIdOrSlug, QueueRequest request) {
    var scope = scopes.get(caller.tenantId(), scopeIdOrSlug);
    var slug = Fields.slug(request.slug());
    var mode = Objects.requireNonNullElse(request.consumerMode(), ConsumerMode.COMPETING);
    if (queues.lockAll(scope) >= MOST_QUEUES) {
      throw new QuotaExceeded(
          "The scope %s has %,d queues, which is as many as it may; make another scope."
              .formatted(scope.slug(), MOST_QUEUES));
    }
    var queue =
        new Queue(
            Ids.next("q_"),
            scope.tenantId(),
            scope.id(),
            slug,
            name(request.displayName(), slug),
            Objects.requireNonNullElse(request.ordering(), Ordering.FIFO),
            mode,
            Fields.number("max_retries", request.maxRetries(), Queue.MAX_RETRIES, 1, MAX_RETRIES),
            Fields.number(
                "visibility_timeout_s",
                request.visibilityTimeoutS(),
                Queue.VISIBILITY_TIMEOUT,
                1,
                ClaimRequest.LONGEST),
            depth(request.maxDepth(), mode),
            queues.find(scope, Queue.DEAD_LETTER).orElseThrow().id(),
            caller.userId(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    if (!queues.add(queue)) {
      throw SlugTaken.byQueue(slug);
    }
    audit.record(caller.tenantId(), "queue.create", queue.id());
    return queue;
  }

  private static @Nullable Integer depth(@Nullable Integer given, ConsumerMode mode) {
    if (given == null) {
      return null;
    }
    if (mode == ConsumerMode.BROADCAST) {
      throw new ValidationFailed(
          "max_depth",
          "does not go with consumer_mode broadcast, whose messages stay for every consumer until"
              + " their retention ends; leave it out");
    }
    return Fields.number("max_depth", given, 1, 1, MAX_DEPTH);
  }

  Scope scope(Caller caller, String idOrSlug) {
    return scopes.get(caller.tenantId(), idOrSlug);
  }

  Page<Scope> list(Caller caller, @Nullable String slug, Paging paging) {
    return scopes.list(caller.tenantId(), slug, paging);
  }

  /**
   * A queue by its id, or by its id or slug in a scope.
   *
   * @param scopeIdOrSlug null: {@code idOrSlug} is an id
   */
  Queue queue(Caller caller, @Nullable String scopeIdOrSlug, String idOrSlug) {
    if (scopeIdOrSlug == null) {
      return queues.get(caller.tenantId(), idOrSlug);
    }
    return queues
        .find(caller.tenantId(), scopeIdOrSlug, idOrSlug)
        .orElseThrow(
            () -> QueueNotFound.in(scopes.get(caller.tenantId(), scopeIdOrSlug), idOrSlug));
  }

  Page<Queue> queues(Caller caller, String scopeIdOrSlug, @Nullable String slug, Paging paging) {
    return queues.list(scopes.get(caller.tenantId(), scopeIdOrSlug), slug, paging);
  }

  QueueCounts counts(Queue queue) {
    return queues.counts(queue);
  }

  /** Removes a scope whose queues hold no open message. Whoever publishes meanwhile waits. */
  @Transactional
  void delete(Caller caller, String idOrSlug) {
    var scope = scopes.get(caller.tenantId(), idOrSlug);
    queues.lockAll(scope);
    requireEmpty("scope " + scope.slug(), queues.open(scope, null));
    scopes.remove(scope);
    audit.record(caller.tenantId(), "scope.delete", scope.id());
  }

  /** Removes a queue that holds no open message, and has no dead letter. */
  @Transactional
  void deleteQueue(Caller caller, String scopeIdOrSlug, String idOrSlug) {
    var queue = queue(caller, scopeIdOrSlug, idOrSlug);
    var scope = scopes.get(caller.tenantId(), scopeIdOrSlug);
    if (queue.slug().startsWith("_")) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "The queue %s belongs to its scope, and goes when that is deleted."
              .formatted(queue.slug()));
    }
    queues.lockAll(scope);
    requireEmpty("queue " + queue.slug(), queues.open(scope, queue));
    queues.remove(queue);
    audit.record(caller.tenantId(), "queue.delete", queue.id());
  }

  private static void requireEmpty(String what, int open) {
    if (open > 0) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "The %s holds %s messages that nobody has completed, dead letters included; complete them first."
              .formatted(what, open == 1_000 ? "1,000 or more" : open));
    }
  }
}
