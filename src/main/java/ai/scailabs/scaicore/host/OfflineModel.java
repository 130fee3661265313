package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.ModelProvider.Answer;
import ai.scailabs.scaicore.engine.ModelProvider.Order;
import ai.scailabs.scaicore.engine.ModelProvider.Product;
import ai.scailabs.scaicore.engine.ModelProvider.Question;
import ai.scailabs.scaicore.engine.ModelProvider.Tool;
import ai.scailabs.scaicore.engine.ModelProvider.ToolCall;
import ai.scailabs.scaicore.engine.ModelProvider.Turn;
import ai.scailabs.scaicore.inference.OfflineAnswers;
import ai.scailabs.scaicore.inference.OfflineEmbedding;
import ai.scailabs.scaicore.inference.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the offline model does for programs. Given tools, it calls once the first of them whose
 * required arguments are all texts, with the user's text for each, and then answers as if there
 * were none: with the user's text, or by the schema. Source: the engine design, "Model calls".
 */
final class OfflineModel {

  private static final String EMBEDDING = "embedding";

  private OfflineModel() {}

  static Answer answer(Question question) {
    var user = user(question.turns());
    long read = read(question);
    var call = toolCall(question, user);
    if (call.isPresent()) {
      return new Answer("", false, List.of(call.get()), read, 1);
    }
    var schema = question.schema();
    var text =
        schema == null
            ? OfflineAnswers.echo(user)
            : Json.text(OfflineAnswers.structured(schema, question.bindings(), user));
    return new Answer(text, false, read, Usage.words(text));
  }

  private static long read(Question question) {
    var prompt = new ArrayList<>(List.of(question.system()));
    question.turns().forEach(turn -> prompt.add(turn.content()));
    return Usage.words(String.join(" ", prompt));
  }

  private static String user(List<Turn> turns) {
    return turns.reversed().stream()
        .filter(turn -> turn.role().equals("user"))
        .findFirst()
        .map(Turn::content)
        .orElse("");
  }

  private static Optional<ToolCall> toolCall(Question question, String user) {
    if (question.turns().stream().anyMatch(turn -> turn.role().equals("tool"))) {
      return Optional.empty();
    }
    return question.tools().stream()
        .filter(tool -> required(tool).isPresent())
        .findFirst()
        .map(tool -> new ToolCall("call_1", tool.name(), args(tool, user)));
  }

  private static Map<String, @Nullable Object> args(Tool tool, String user) {
    var args = new LinkedHashMap<String, @Nullable Object>();
    required(tool)
        .orElseThrow()
        .forEach(
            (name, schema) -> args.put(name, OfflineAnswers.structured(schema, Map.of(), user)));
    return args;
  }

  /** The schemas of the required arguments; empty where one of them is no text. */
  private static Optional<Map<String, Map<String, ?>>> required(Tool tool) {
    var schemas = new LinkedHashMap<String, Map<String, ?>>();
    var properties = tool.inputSchema().get("properties") instanceof Map<?, ?> m ? m : Map.of();
    if (tool.inputSchema().get("required") instanceof List<?> names) {
      for (var name : names) {
        if (!(properties.get(name) instanceof Map<?, ?> schema)
            || !"string".equals(schema.get("type"))) {
          return Optional.empty();
        }
        var copy = new LinkedHashMap<String, @Nullable Object>();
        schema.forEach((key, value) -> copy.put(String.valueOf(key), value));
        schemas.put(String.valueOf(name), copy);
      }
    }
    return Optional.of(schemas);
  }

  /** What it makes; empty for what it cannot. */
  static Optional<Product> product(Order order) {
    if (!order.modality().equals(EMBEDDING)) {
      return Optional.empty();
    }
    var input = order.input();
    var subject =
        input.containsKey("input")
            ? input.get("input")
            : input.containsKey("text")
                ? input.get("text")
                : input.values().stream().findFirst().orElse("");
    if (subject instanceof List<?> texts) {
      var all = texts.stream().map(OfflineModel::text).toList();
      return Optional.of(
          new Product(
              all.stream().map(OfflineEmbedding::of).toList(),
              Usage.words(String.join(" ", all)),
              0));
    }
    var text = text(subject);
    return Optional.of(new Product(OfflineEmbedding.of(text), Usage.words(text), 0));
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : Json.text(value);
  }
}
