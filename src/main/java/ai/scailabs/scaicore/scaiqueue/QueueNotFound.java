package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** There is no such queue in the tenant: {@code QUEUE_NOT_FOUND}. */
public class QueueNotFound extends ApiException {

  private QueueNotFound(String message) {
    super(ErrorCode.QUEUE_NOT_FOUND, message);
  }

  static QueueNotFound of(String id) {
    return new QueueNotFound(
        "There is no queue %s in this tenant; list those of a scope with GET /scopes/{scope_id}/queues."
            .formatted(id));
  }

  static QueueNotFound in(Scope scope, String queue) {
    return new QueueNotFound(
        "The scope %s has no queue %s; create it, or list those that it has."
            .formatted(scope.slug(), queue));
  }
}
