package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowError;
import org.springframework.stereotype.Component;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Errors as the records of deploys keep them: the {@code detail} that the caller was sent. */
@Component
class DeployErrors {

  private final ObjectWriter writer;

  /** Upstream's words may hold what no text column takes, escaped it is only letters. */
  DeployErrors(JsonMapper json) {
    this.writer = json.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
  }

  String json(ApiException problem) {
    return writer.writeValueAsString(FlowError.of(problem).detail());
  }

  String interrupted() {
    return json(new DeployInterrupted());
  }

  ApiException unforeseen() {
    return new ApiException(
        ErrorCode.INTERNAL_ERROR,
        "Something failed on our side; deploy again, and report the request id if it stays.");
  }
}
