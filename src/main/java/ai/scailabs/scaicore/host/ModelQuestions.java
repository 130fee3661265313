package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.ModelProvider.Answer;
import ai.scailabs.scaicore.engine.ModelProvider.Question;
import ai.scailabs.scaicore.engine.ModelProvider.Tool;
import ai.scailabs.scaicore.engine.ModelProvider.ToolCall;
import ai.scailabs.scaicore.engine.ModelProvider.Turn;
import ai.scailabs.scaicore.inference.Usage;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.provider.ChatAnswer;
import ai.scailabs.scaicore.provider.ChatAnswer.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
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
    question.turns().forEach(turn -> write(turn, messages.addObject()));
    if (!question.tools().isEmpty()) {
      var tools = request.putArray("tools");
      question.tools().forEach(tool -> write(tool, tools.addObject()));
    }
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

  private static void write(Turn turn, ObjectNode message) {
    message.put("role", turn.role());
    if (turn.calls().isEmpty()) {
      message.put("content", turn.content());
    } else {
      message.put("content", turn.content().isEmpty() ? null : turn.content());
      var calls = message.putArray("tool_calls");
      for (var call : turn.calls()) {
        calls
            .addObject()
            .put("id", call.id())
            .put("type", "function")
            .putObject("function")
            .put("name", call.name())
            .put("arguments", Json.text(call.args()));
      }
    }
    if (turn.callId() != null) {
      message.put("tool_call_id", turn.callId());
    }
  }

  private void write(Tool tool, ObjectNode into) {
    var function = into.put("type", "function").putObject("function").put("name", tool.name());
    if (tool.description() != null) {
      function.put("description", tool.description());
    }
    function.set("parameters", json.readTree(Json.text(tool.inputSchema())));
  }

  Tokens tokens(Question question, ChatAnswer answer) {
    return Objects.requireNonNullElseGet(answer.tokens(), () -> counted(question, answer));
  }

  Answer answer(Question question, ChatAnswer answer) {
    var tokens = tokens(question, answer);
    var refusal = answer.refusal();
    if (refusal != null) {
      return new Answer(refusal, true, tokens.prompt(), tokens.completion());
    }
    var text = Objects.requireNonNullElse(answer.content(), "");
    if (answer.toolCalls() != null && !question.tools().isEmpty()) {
      return new Answer(
          text, false, calls(answer.toolCalls()), tokens.prompt(), tokens.completion());
    }
    boolean filtered = text.isEmpty() && answer.finishReason().equals("content_filter");
    return new Answer(
        filtered ? "the server's content filter kept the answer back" : unwrapped(question, text),
        filtered,
        tokens.prompt(),
        tokens.completion());
  }

  private static List<ToolCall> calls(ArrayNode wanted) {
    var calls = new ArrayList<ToolCall>();
    for (var call : wanted) {
      var name = call.at("/function/name").asString("");
      calls.add(
          new ToolCall(
              call.path("id").asString(""),
              name,
              arguments(name, call.at("/function/arguments").asString(""))));
    }
    return calls;
  }

  private static Map<String, @Nullable Object> arguments(String tool, String text) {
    if (text.isBlank()) {
      return Map.of();
    }
    try {
      if (Json.parse(text) instanceof Map<?, ?>) {
        return Json.object(text);
      }
    } catch (IllegalArgumentException | EvaluationFailed e) {
      // Said below.
    }
    throw new BlockFailed(
        Failure.PARSE, "the model called " + tool + " with arguments that are no JSON object");
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
    } catch (IllegalArgumentException | EvaluationFailed e) {
      // The engine says what is wrong with it.
      return text;
    }
  }
}
