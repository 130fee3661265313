package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** A deploy that lost its flow to another, as when its process stood still. */
final class DeployInterrupted extends ApiException {

  static final String MESSAGE = "The deploy ended before it was through; deploy again to go on.";

  DeployInterrupted() {
    super(ErrorCode.DEPLOY_INTERRUPTED, MESSAGE);
  }
}
