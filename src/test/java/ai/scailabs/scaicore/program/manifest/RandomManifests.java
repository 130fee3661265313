package ai.scailabs.scaicore.program.manifest;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Manifests by the table of steps, in YAML's flow style. */
final class RandomManifests {

  private static final List<String> EXPRESSIONS =
      List.of("1", "true", "'\"text\"'", "a + 1", "'{k: a}'", "input.x", "[a, 2, {b: a}]", "null");
  private static final List<String> TEMPLATES =
      List.of("plain", "'{{a}}'", "'Hello {{input.name}}, ${a}'", "\"a: b # c\"", "12");

  private final Random random;
  private int names;

  RandomManifests(long seed) {
    random = new Random(seed);
  }

  String manifest() {
    return "core: {name: Random, runtime_version: '0.2', model: scaigrid/offline/echo,"
        + maybe(" mode: " + one(List.of("stateless", "singleton", "api", "event_driven")) + ",")
        + maybe(" identity: {provider: scaikey, persona: 'You help.'},")
        + maybe(" scaiqueue: {scope: s, queues: [{slug: q}]},")
        + maybe(" variables: [{name: v, type: int, default: 1}],")
        + maybe(" scaiflow_meta: {source_id: f, graph: {n: [1, 2]}},")
        + " plugins: [{alias: erp, endpoint: 'https://erp.example'}], flows: ["
        + IntStream.rangeClosed(0, random.nextInt(3))
            .mapToObj(i -> flow(i))
            .collect(Collectors.joining(", "))
        + "]}";
  }

  private String flow(int number) {
    return "{name: f%d, %s steps: [%s]}"
        .formatted(
            number, maybe("trigger: {type: api, method: POST, path: /p" + number + "},"), steps(3));
  }

  private String steps(int depth) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> "{" + step(depth) + meta() + "}")
        .collect(Collectors.joining(", "));
  }

  private String meta() {
    return maybe(", bind: b" + names++)
        + maybe(", meta: {node_id: node_" + names++ + ", node_kind: k, node_config: {x: [1]}}");
  }

  private String step(int depth) {
    return switch (random.nextInt(depth == 0 ? 11 : 16)) {
      case 0 -> "llm_turn: " + one(TEMPLATES);
      case 1 ->
          "llm_turn: {goal: %s, role: primary, output: '{x: int}', input: {a: %s}%s%s}"
              .formatted(
                  one(TEMPLATES),
                  one(EXPRESSIONS),
                  maybe(", guarded: true"),
                  maybe(", tools: [erp.m], constraints: {never: [x]}"));
      case 2 -> "template: " + one(TEMPLATES);
      case 3 -> "set: {a: %s, b.c: %s}".formatted(one(EXPRESSIONS), one(EXPRESSIONS));
      case 4 -> "plugin_call: {alias: erp, method: m, args: {x: %s}}".formatted(one(EXPRESSIONS));
      case 5 ->
          "http: {method: POST, url: 'https://x.example/{{a}}', body: " + one(TEMPLATES) + "}";
      case 6 -> "queue_publish: {queue: q, message_type: m, payload: " + one(EXPRESSIONS) + "}";
      case 7 -> "queue_consume: {queue: q, timeout: 5s}";
      case 8 -> "return: " + one(EXPRESSIONS);
      case 9 ->
          "checkpoint: {type: approval, prompt: %s%s, options: [yes, no], timeout: 2d}"
              .formatted(one(TEMPLATES), maybe(", queue: q, scope: s"));
      case 10 -> one(List.of("debug: hello", "debug: {message: '{{a}}', level: warn}"));
      case 11 ->
          "decision: {branches: [{when: a > 1, steps: [%s]}]%s}"
              .formatted(steps(depth - 1), maybe(", else: [" + steps(depth - 1) + "]"));
      case 12 -> "loop: {foreach: i, in: '[1, 2]', steps: [%s]}".formatted(steps(depth - 1));
      case 13 -> "loop: {while: a < 3, max_iterations: 3, steps: [%s]}".formatted(steps(depth - 1));
      case 14 ->
          "parallel: {branches: [{name: l, steps: [%s]}, {name: r, steps: [%s]}]}"
              .formatted(steps(depth - 1), steps(depth - 1));
      default -> "core_call: {target: 'core://acme/x', flow_name: main, input_bindings: {a: 1}}";
    };
  }

  private String maybe(String text) {
    return random.nextBoolean() ? text : "";
  }

  private String one(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
