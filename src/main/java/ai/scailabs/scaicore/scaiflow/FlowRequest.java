package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The body of {@code POST /v1/flows} and {@code PUT /v1/flows/{id}}; what is missing is not given. */
record FlowRequest(
    @Schema(example = "Echo Agent") @Nullable String name,
    @Nullable String description,
    @Schema(description = "The graph, version 2.") @Nullable ObjectNode content) {

  private static final int MAX_NAME = 200;
  private static final int MAX_DESCRIPTION = 10_000;

  String requiredName() {
    var checked = checkedName();
    if (checked == null) {
      throw new ValidationFailed("name", "is required: 1 to 200 characters besides spaces");
    }
    return checked;
  }

  @Nullable String checkedName() {
    if (name == null) {
      return null;
    }
    var text = name.strip();
    if (text.isEmpty() || text.codePointCount(0, text.length()) > MAX_NAME) {
      throw new ValidationFailed("name", "must have 1 to 200 characters besides spaces");
    }
    return text;
  }

  @Nullable String checkedDescription() {
    if (description != null && description.length() > MAX_DESCRIPTION) {
      throw new ValidationFailed("description", "is longer than 10,000 characters");
    }
    return description;
  }

  ObjectNode requiredContent() {
    return required(content);
  }

  static ObjectNode required(@Nullable ObjectNode content) {
    if (content == null) {
      throw new ValidationFailed("content", "is required: the graph, an object");
    }
    return content;
  }
}
