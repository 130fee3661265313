package ai.scailabs.scaicore.provider;

import ai.scailabs.scaicore.provider.ModelCallFailed.Reason;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of an order. */
final class MediaInput {

  private MediaInput() {}

  /**
   * Takes what it is all about out of an input: the member of one of these names, else the only
   * member there is.
   */
  static JsonNode subject(ObjectNode input, List<String> names) {
    for (var name : names) {
      if (input.has(name)) {
        return input.remove(name);
      }
    }
    if (input.size() == 1) {
      return input.remove(input.propertyNames().iterator().next());
    }
    throw new ModelCallFailed(
        Reason.REJECTED, "The call binds no '" + names.getFirst() + "'; add it to input_bindings.");
  }

  /** The same as a text, which must not be empty. */
  static String text(ObjectNode input, List<String> names) {
    var subject = subject(input, names);
    if (!subject.isString() || subject.stringValue().isBlank()) {
      throw new ModelCallFailed(
          Reason.REJECTED, "What the call binds as '" + names.getFirst() + "' must be a text.");
    }
    return Texts.sound(subject.stringValue());
  }
}
