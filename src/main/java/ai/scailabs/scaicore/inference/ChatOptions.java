package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.web.ApiException.Detail;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How an answer is wanted: what of a request is passed on to a model as it is. */
final class ChatOptions {

  private static final int MOST_STOPS = 4;
  private static final int MOST_TOOLS = 128;
  private static final int MOST_CHARACTERS = 512;
  private static final int MOST_LOGPROBS = 20;
  private static final int MOST_BIAS = 100;
  private static final Set<String> FORMATS = Set.of("text", "json_object", "json_schema");

  private final ObjectNode options = JsonNodeFactory.instance.objectNode();
  private final Consumer<Detail> problems;

  private ChatOptions(Consumer<Detail> problems) {
    this.problems = problems;
  }

  /** The options of a request; what is wrong with them goes to {@code problems}. */
  static ObjectNode of(ChatRequest request, Consumer<Detail> problems) {
    var made = new ChatOptions(problems);
    made.number("temperature", request.temperature(), 0, 2);
    made.number("top_p", request.topP(), 0, 1);
    made.number("presence_penalty", request.presencePenalty(), -2, 2);
    made.number("frequency_penalty", request.frequencyPenalty(), -2, 2);
    made.count("max_tokens", request.maxTokens());
    made.count("max_completion_tokens", request.maxCompletionTokens());
    made.stop(request.stop());
    if (request.seed() != null) {
      made.options.put("seed", request.seed());
    }
    made.format(request.responseFormat());
    made.tools(request.tools());
    made.choice(request.toolChoice());
    if (request.parallelToolCalls() != null) {
      made.options.put("parallel_tool_calls", request.parallelToolCalls());
    }
    made.text("reasoning_effort", request.reasoningEffort());
    made.text("verbosity", request.verbosity());
    made.text("service_tier", request.serviceTier());
    made.text("user", request.user());
    made.text("prompt_cache_key", request.promptCacheKey());
    made.likelihoods(request);
    return made.options;
  }

  private void number(String field, @Nullable Double value, int least, int most) {
    if (value != null && !(value >= least && value <= most)) {
      wrong(field, "must be between " + least + " and " + most);
    } else if (value != null) {
      options.put(field, value);
    }
  }

  private void count(String field, @Nullable Integer value) {
    if (value != null && value < 1) {
      wrong(field, "must be at least 1");
    } else if (value != null) {
      options.put(field, value);
    }
  }

  private void text(String field, @Nullable String value) {
    if (value != null && value.length() > MOST_CHARACTERS) {
      wrong(field, "must have at most " + MOST_CHARACTERS + " characters");
    } else if (value != null) {
      options.put(field, value);
    }
  }

  private void likelihoods(ChatRequest request) {
    var bias = request.logitBias();
    if (bias != null && !bias.valueStream().allMatch(ChatOptions::isBias)) {
      wrong("logit_bias", "must have a number between -100 and 100 for each token");
    } else if (bias != null) {
      options.set("logit_bias", bias);
    }
    if (request.logprobs() != null) {
      options.put("logprobs", request.logprobs());
    }
    var others = request.topLogprobs();
    if (others != null && (others < 0 || others > MOST_LOGPROBS)) {
      wrong("top_logprobs", "must be between 0 and " + MOST_LOGPROBS);
    } else if (others != null) {
      options.put("top_logprobs", others);
    }
  }

  private static boolean isBias(JsonNode value) {
    return value.isNumber() && Math.abs(value.doubleValue()) <= MOST_BIAS;
  }

  private void stop(@Nullable JsonNode given) {
    if (given == null || given.isNull()) {
      return;
    }
    boolean fits =
        given instanceof ArrayNode several
            ? several.size() <= MOST_STOPS && several.valueStream().allMatch(JsonNode::isString)
            : given.isString();
    if (fits) {
      options.set("stop", given);
    } else {
      wrong("stop", "must be a string, or a list of at most " + MOST_STOPS);
    }
  }

  private void format(@Nullable ObjectNode given) {
    if (given == null) {
      return;
    }
    var type = given.path("type").asString("");
    if (!FORMATS.contains(type)) {
      wrong("response_format.type", "must be text, json_object or json_schema");
    } else if (type.equals("json_schema") && !given.at("/json_schema/schema").isObject()) {
      wrong("response_format.json_schema.schema", "is required and must be an object");
    } else {
      options.set("response_format", given);
    }
  }

  private void tools(@Nullable ArrayNode given) {
    if (given == null || given.isEmpty()) {
      return;
    }
    if (given.size() > MOST_TOOLS) {
      wrong("tools", "must be at most " + MOST_TOOLS);
    }
    for (int i = 0; i < given.size(); i++) {
      if (!given.get(i).path("type").asString("").equals("function")) {
        wrong("tools[" + i + "].type", "must be function: there are no other tools here");
      } else if (given.get(i).at("/function/name").asString("").isBlank()) {
        wrong("tools[" + i + "].function.name", "is required");
      }
    }
    options.set("tools", given);
  }

  private void choice(@Nullable JsonNode given) {
    if (given == null || given.isNull()) {
      return;
    }
    if (given.isString() || given.isObject()) {
      options.set("tool_choice", given);
    } else {
      wrong("tool_choice", "must be none, auto, required, or name a tool");
    }
  }

  private void wrong(String field, String problem) {
    problems.accept(new Detail(field, problem));
  }
}
