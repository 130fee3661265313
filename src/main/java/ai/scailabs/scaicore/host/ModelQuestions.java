package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.ModelProvider.Answer;
import ai.scailabs.scaicore.engine.ModelProvider.Question;
import ai.scailabs.scaicore.inference.Usage;
import ai.scailabs.scaicore.provider.ChatAnswer;
import ai.scailabs.scaicore.provider.ChatAnswer.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The questions of programs in OpenAI's shape, and what is answered in the engine's. */
@Component
class ModelQuestions {

  /** Servers give objects only; any other value is put into one, under this name. */
  private static final String WRAPPED = "value";

  private final JsonMapper json;

  ModelQuestions(JsonMapper json) {
    this.json = json;
  }

  ObjectNode request(Question question) {
    var request = json.createObjectNode();
    var messages = request.putArray("messages");
    if (!question.system().isBlank()) {
      messages.addObject().put("role", "system").put("content", question.system());
    }
    question
        .turns()
        .forEach(
            turn -> messages.addObject().put("role", turn.role()).put("content", turn.content()));
    if (question.temperature() != null) {
      request.put("temperature", question.temperature());
    }
    if (question.schema() != null) {
      var format = request.putObject("response_format").put("type", "json_schema");
      format
          .putObject("json_schema")
          .put("name", "answer")
          .set("schema", json.readTree(Json.text(object(question.schema()))));
    }
    return request;
  }

  Answer answer(Question question, ChatAnswer answer) {
    var tokens = Objects.requireNonNullElseGet(answer.tokens(), () -> counted(question, answer));
    var refusal = answer.refusal();
    if (refusal != null) {
      return new Answer(refusal, true, tokens.prompt(), tokens.completion());
    }
    var text = Objects.requireNonNullElse(answer.content(), "");
    boolean filtered = text.isEmpty() && answer.finishReason().equals("content_filter");
    return new Answer(
        filtered ? "the server's content filter kept the answer back" : unwrapped(question, text),
        filtered,
        tokens.prompt(),
        tokens.completion());
  }

  /** Words, where the server does not count. */
  private static Tokens counted(Question question, ChatAnswer answer) {
    long prompt = Usage.words(question.system());
    for (var turn : question.turns()) {
      prompt += Usage.words(turn.content());
    }
    return new Tokens(prompt, Usage.words(Objects.requireNonNullElse(answer.content(), "")));
  }

  private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> schema) {
    var inner = new LinkedHashMap<String, @Nullable Object>(schema);
    inner.remove("$schema");
    if (isObject(schema)) {
      return inner;
    }
    var definitions = inner.remove("$defs");
    var outer = new LinkedHashMap<String, @Nullable Object>();
    outer.put("type", "object");
    outer.put("properties", Map.of(WRAPPED, inner));
    outer.put("required", List.of(WRAPPED));
    outer.put("additionalProperties", false);
    if (definitions != null) {
      outer.put("$defs", definitions);
    }
    return outer;
  }

  private static boolean isObject(Map<String, @Nullable Object> schema) {
    return "object".equals(schema.get("type"));
  }

  private static String unwrapped(Question question, String text) {
    var schema = question.schema();
    if (schema == null || isObject(schema)) {
      return text;
    }
    try {
      return Json.parse(text) instanceof Map<?, ?> map
              && map.size() == 1
              && map.containsKey(WRAPPED)
          ? Json.text(map.get(WRAPPED))
          : text;
    } catch (IllegalArgumentException e) {
      // The engine says what is wrong with it.
      return text;
    }
  }
}
