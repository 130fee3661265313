package ai.scailabs.scaicore.provider;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form that an answer is to have. A server that takes no schema is asked for any JSON object,
 * with the schema in words.
 */
final class AnswerFormats {

  private AnswerFormats() {}

  static boolean hasSchema(ObjectNode request) {
    return request.at("/response_format/type").asString("").equals("json_schema");
  }

  /** The same request without a schema that the server would have to understand. */
  static ObjectNode inWords(ObjectNode request) {
    var plain = request.deepCopy();
    var schema = request.at("/response_format/json_schema/schema");
    plain.putObject("response_format").put("type", "json_object");
    var messages = JsonNodeFactory.instance.arrayNode();
    messages
        .addObject()
        .put("role", "system")
        .put("content", "Answer with one JSON object and nothing else, by this schema: " + schema);
    messages.addAll(request.path("messages").values());
    plain.set("messages", messages);
    return plain;
  }
}
