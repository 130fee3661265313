package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Resolution;
import ai.scailabs.scaicore.web.RawJson;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body of {@code POST /messages/{id}/complete}. */
@Schema(name = "CompleteRequest")
record CompleteRequest(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "The receipt out of the claim's answer")
        @Nullable String claimId,
    @Schema(
            type = "object",
            description = "For a message about a checkpoint: its decision, response_data, comment")
        @Nullable JsonNode body) {

  private static final int MAX_DECISION = 1_000;
  private static final int MAX_COMMENT = 20_000;

  /** The answer that the body is. */
  Resolution resolution() {
    if (body == null || !body.isObject()) {
      throw new ValidationFailed(
          "body",
          "is required: the message asks a person; send {\"decision\": …} and, if you like,"
              + " response_data and comment");
    }
    var data = body.path("response_data");
    return new Resolution(
        Fields.required("body.decision", text("decision"), MAX_DECISION),
        data.isMissingNode() || data.isNull()
            ? null
            : new RawJson(Fields.json("body.response_data", data, MessageRequest.MAX_BODY)),
        Fields.optional("body.comment", text("comment"), MAX_COMMENT));
  }

  private @Nullable String text(String member) {
    var value = body == null ? null : body.get(member);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw new ValidationFailed("body." + member, "must be a string");
    }
    Fields.json("body." + member, value, MessageRequest.MAX_BODY);
    return value.stringValue();
  }
}
