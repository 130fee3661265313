package ai.scailabs.scaicore.provider;

import com.google.re2j.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form that an answer is to have. A server that takes no schema is asked for any JSON object,
 * with the schema in words.
 */
final class AnswerFormats {

  private static final Pattern ABOUT_FORMAT =
      Pattern.compile("(?i)response[_ ]?format|json[_ ]?schema|structured output");

  private static final Pattern NOT_TAKEN =
      Pattern.compile(
          "(?i)not (yet )?(support|available|permitted|allowed|implement)|n't support|unsupported|"
              + "unavailable|unknown|unrecogni[sz]ed|unexpected|must be|should be|invalid value");

  /** It takes schemas, but not this one. */
  private static final Pattern WRONG_SCHEMA = Pattern.compile("(?i)invalid schema");

  private AnswerFormats() {}

  static boolean hasSchema(ObjectNode request) {
    return request.at("/response_format/type").asString("").equals("json_schema");
  }

  /** Whether a server that refuses a request says that it takes no schema. */
  static boolean areRefused(String said) {
    return ABOUT_FORMAT.matcher(said).find()
        && NOT_TAKEN.matcher(said).find()
        && !WRONG_SCHEMA.matcher(said).find();
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
