package ai.scailabs.scaicore.web;

import org.springframework.http.HttpStatus;

/**
 * Every error code of the HTTP interface and its status. The one place where a status is written.
 * Sources: {@code seeds/api-reference.md}, "Errors", and the HTTP contract.
 */
public enum ErrorCode {
  CORE_NOT_FOUND(HttpStatus.NOT_FOUND, "The Core does not exist in the caller's tenant."),
  INVALID_CORE_TRANSITION(
      HttpStatus.CONFLICT, "The lifecycle transition is not legal from the current status."),
  CHECKPOINT_NOT_FOUND(
      HttpStatus.NOT_FOUND, "The checkpoint does not exist in the caller's tenant."),
  CHECKPOINT_ALREADY_RESOLVED(HttpStatus.CONFLICT, "The checkpoint is not pending any more."),
  DELEGATION_NOT_ACTIVE(HttpStatus.FORBIDDEN, "The Core has no active user delegation."),
  DELEGATED_USER_NOT_FOUND(HttpStatus.FORBIDDEN, "The delegated user is missing or inactive."),
  DELEGATION_VALIDATION_ERROR(HttpStatus.BAD_REQUEST, "The delegation body is not valid."),
  DELEGATION_EXPIRED(HttpStatus.FORBIDDEN, "The delegation has expired."),
  INVALID_FILE_TYPE(HttpStatus.BAD_REQUEST, "The file is not of a type that is taken here."),
  FILE_TOO_LARGE(HttpStatus.BAD_REQUEST, "The file is over its limit."),
  STORAGE_ERROR(HttpStatus.BAD_GATEWAY, "The object store failed."),
  NO_AVATAR(HttpStatus.NOT_FOUND, "The Core has no avatar."),
  NOT_IMPLEMENTED(HttpStatus.NOT_IMPLEMENTED, "This endpoint is not available."),
  AUTH_TOKEN_MISSING(HttpStatus.UNAUTHORIZED, "No bearer token was sent."),
  AUTH_TOKEN_INVALID(HttpStatus.UNAUTHORIZED, "The bearer token is bad, revoked or expired."),
  AUTHZ_PERMISSION_DENIED(HttpStatus.FORBIDDEN, "The caller lacks a permission, which is named."),
  VALIDATION_ERROR(HttpStatus.BAD_REQUEST, "The request is not valid; details name the fields."),
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing at this path."),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The path does not take this method."),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No representation that the caller accepts."),
  UNSUPPORTED_MEDIA_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body's media type is not taken here."),
  PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is over the limit."),
  SLUG_CONFLICT(HttpStatus.CONFLICT, "The slug is taken in this tenant."),
  ALIAS_CONFLICT(HttpStatus.CONFLICT, "The plugin alias is taken in this Core."),
  CONFLICT(
      HttpStatus.CONFLICT,
      "Somebody else changed it first, or it is in use; the message says which."),
  CORE_NOT_RUNNING(HttpStatus.CONFLICT, "The Core is not running."),
  INVALID_SOURCE_IR(
      HttpStatus.UNPROCESSABLE_CONTENT, "The program does not pass the verifier; see details."),
  SKILL_NOT_FOUND(HttpStatus.UNPROCESSABLE_CONTENT, "A skill of the Core does not exist."),
  MODEL_NOT_FOUND(HttpStatus.NOT_FOUND, "No such model is visible to the caller."),
  MODEL_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The published Core is not running."),
  BACKEND_ERROR(HttpStatus.BAD_GATEWAY, "What is behind the model failed."),
  BACKEND_TIMEOUT(HttpStatus.GATEWAY_TIMEOUT, "What is behind the model did not answer in time."),
  EXECUTION_NOT_FOUND(HttpStatus.NOT_FOUND, "The execution does not exist in this tenant."),
  EXECUTION_FAILED(
      HttpStatus.BAD_GATEWAY, "The flow behind a Core's own API failed; details say how."),
  DELIVERY_NOT_FOUND(
      HttpStatus.NOT_FOUND, "The delivery of a notification does not exist in this tenant."),
  FLOW_NOT_FOUND(
      HttpStatus.NOT_FOUND, "The flow, or the version of it, does not exist for this caller."),
  ACL_NOT_FOUND(HttpStatus.NOT_FOUND, "The flow has no such entry in its access list."),
  COMPILE_ERROR(HttpStatus.BAD_REQUEST, "The flow does not compile; diagnostics say why."),
  MISSING_SCAIGRID_CREDENTIALS(
      HttpStatus.PRECONDITION_FAILED, "There is no token and no API key to deploy with."),
  SCAIQUEUE_AUTH(
      HttpStatus.BAD_GATEWAY, "ScaiQueue does not let the tenant see to the flow's queues."),
  SCAIQUEUE_PROVISION_FAILED(
      HttpStatus.BAD_GATEWAY, "The flow's scope and queues could not be seen to."),
  SCAICORE_CREATE_FAILED(
      HttpStatus.BAD_GATEWAY, "ScaiGrid did not take, or not start, the Core of the flow."),
  SCAICORE_PUBLISH_FAILED(
      HttpStatus.BAD_GATEWAY, "The Core is deployed, but could not be published."),
  SCAIVAULT_FAILED(HttpStatus.BAD_GATEWAY, "The vault did not give or take a secret."),
  DEPLOY_INTERRUPTED(
      HttpStatus.SERVICE_UNAVAILABLE,
      "The deploy ended before it was through; the next one goes on."),
  DEV_DEPLOY_DISABLED(
      HttpStatus.SERVICE_UNAVAILABLE, "This deploy path is off: it has no token."),
  SCOPE_NOT_FOUND(
      HttpStatus.NOT_FOUND, "The scope of queues does not exist in the caller's tenant."),
  QUEUE_NOT_FOUND(HttpStatus.NOT_FOUND, "The queue does not exist in the caller's tenant."),
  MESSAGE_NOT_FOUND(HttpStatus.NOT_FOUND, "The message does not exist in the caller's tenant."),
  CLAIM_LOST(
      HttpStatus.CONFLICT,
      "The claim does not hold the message any more; the message says who has it, or what became"
          + " of it."),
  QUEUE_FULL(HttpStatus.TOO_MANY_REQUESTS, "The queue holds as many messages as it may."),
  QUOTA_EXCEEDED(HttpStatus.TOO_MANY_REQUESTS, "A quota is used up."),
  RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "Too many requests; see Retry-After."),
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Our fault; the request id finds the log line.");

  private final HttpStatus status;
  private final String meaning;

  ErrorCode(HttpStatus status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** The HTTP status that answers this code. */
  public HttpStatus status() {
    return status;
  }

  /** One sentence for the documentation. */
  public String meaning() {
    return meaning;
  }
}
