package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.call;
import static ai.scailabs.scaicore.engine.Programs.emit;
import static ai.scailabs.scaicore.engine.Programs.program;
import static ai.scailabs.scaicore.engine.Programs.prompt;
import static ai.scailabs.scaicore.engine.Programs.set;
import static ai.scailabs.scaicore.engine.Programs.value;

import java.util.Random;

/**
 * Random programs with every kind of effect, whose course depends on nothing but their effects.
 * Under {@code parallel} nothing is drawn on that depends on which branch is quicker: memory is
 * written by one branch, and only one fails.
 */
final class Generated {

  private static final String SECTIONS =
      Programs.PLUGIN
          + ", 'scaiqueue': {'scope': 's'}"
          + ", 'memory': [{'name': 'log', 'type': 'array[int]'}, {'name': 'n', 'type': 'int',"
          + " 'default': 0}]";

  private final Random random;
  private boolean shared = true;
  private boolean calm;

  private Generated(Random random) {
    this.random = random;
  }

  static String of(Random random) {
    var blocks = new Generated(random).body(3);
    return program(SECTIONS, blocks, Programs.returns("[x, y, memory.log.list().length]"));
  }

  private String body(int depth) {
    var body = new StringBuilder(block(depth));
    for (int i = random.nextInt(3); i > 0; i--) {
      body.append(',').append(block(depth));
    }
    return body.toString();
  }

  private String block(int depth) {
    return depth <= 0 || random.nextInt(3) == 0 ? leaf() : nested(depth - 1);
  }

  private String leaf() {
    return switch (random.nextInt(shared ? 17 : 14)) {
      case 0 -> set("x", "(x + " + random.nextInt(5) + ") % 7");
      case 1 -> set("y", "x * 2");
      case 2 ->
          prompt("goal {{x}}")
              .replace(
                  "}'}",
                  random.nextBoolean() ? "}', 'result_binding': 'y'}" : "}', 'tools': ['kb']}");
      case 3 -> ask("d" + random.nextInt(3));
      case 4 -> emit("event");
      case 5 -> calm ? call("work") : call(random.nextInt(3) == 0 ? "fail" : "work");
      case 6 -> "{'kind': 'debug', 'message': 'x is {{x}}', 'breakpoint': true}";
      case 7 ->
          "{'kind': 'core_call', 'target': 'core://t/c', 'input_bindings': {'x': 'x'},"
              + " 'result_binding': 'y'}";
      case 8 ->
          "{'kind': 'rigid', 'statements': [{'kind': 'http', 'method': 'GET', 'url':"
              + " 'https://web.example', 'result_binding': 'y'}]}";
      case 9 ->
          "{'kind': 'guarded', 'goal': 'check {{x}}', 'guard': '"
              + (calm ? "x < 9" : "x != 3")
              + "', 'result_binding': 'y'}";
      case 10 ->
          "{'kind': 'core_call', 'target': 'core://t/c', 'input_bindings': {'x': 'x'}, 'is_async':"
              + " true, 'result_binding': 'h'}, {'kind': 'await_responses', 'handles': '[h]',"
              + " 'result_binding': 'y'}";
      case 11 ->
          "{'kind': 'model_call', 'modality': 'embedding', 'input_bindings': {'text': 'x'},"
              + " 'result_binding': 'y'}";
      case 12 ->
          "{'kind': 'rigid', 'statements': [{'kind': 'queue_publish', 'queue': 'out', 'payload':"
              + " 'x', 'result_binding': 'y'}]}";
      case 13 ->
          "{'kind': 'rigid', 'statements': [{'kind': 'queue_consume', 'queue': 'in',"
              + " 'result_binding': 'y'}, {'kind': 'expression', 'expression': 'y.body'}]}";
      case 14 -> value("memory.log.add(x)");
      case 15 -> set("x", "memory.n.add(1) % 5");
      default -> set("y", "memory.log.last() ?? 3");
    };
  }

  private String nested(int depth) {
    return switch (random.nextInt(9)) {
      case 0 ->
          "{'kind': 'try', 'body': ["
              + body(depth)
              + "], 'catch': [{'error': '_', 'body': ["
              + body(depth - 1)
              + "]}], 'finally': ["
              + leaf()
              + "]}";
      case 1 ->
          "{'kind': 'match', 'subject': 'x', 'arms': [{'pattern': [0, 1, 2], 'body': ["
              + body(depth)
              + "]}], 'default': ["
              + body(depth)
              + "]}";
      case 2 ->
          "{'kind': 'foreach', 'variable': 'x', 'iterable': '[1, 2, 3]', 'body': ["
              + body(depth - 1)
              + "]}";
      case 3 -> concurrent(depth);
      case 4, 7 -> parallel(depth);
      case 5, 8 -> budget(depth);
      default ->
          "{'kind': 'while', 'condition': 'x < 4', 'max_iterations': 4, 'body': ["
              + body(depth - 1)
              + ","
              + set("x", "x + 2")
              + "]}";
    };
  }

  private String concurrent(int depth) {
    return apart(
        true,
        () ->
            "{'kind': 'foreach', 'variable': 'x', 'iterable': '[1, 2, 3]', 'max_concurrent': 2,"
                + " 'body': ["
                + body(depth - 1)
                + "]}");
  }

  private String parallel(int depth) {
    var first = apart(calm, () -> body(depth));
    var others = apart(true, () -> body(depth));
    return "{'kind': 'parallel', 'result_binding': 'y', 'fail_fast': "
        + random.nextBoolean()
        + ", 'branches': [{'name': 'a', 'body': ["
        + first
        + "]}, {'name': 'b', 'body': ["
        + others
        + "]}]}";
  }

  private String apart(boolean withoutFailures, java.util.function.Supplier<String> body) {
    boolean before = shared;
    boolean calmBefore = calm;
    shared = false;
    calm = withoutFailures;
    try {
      return body.get();
    } finally {
      shared = before;
      calm = calmBefore;
    }
  }

  /** Within branches, how much a sibling has used by then would be a matter of time. */
  private String budget(int depth) {
    if (!shared) {
      return leaf();
    }
    var body = body(depth);
    return body.contains("'parallel'") || body.contains("max_concurrent")
        ? body
        : "{'kind': 'budget', 'max_llm_calls': "
            + (1 + random.nextInt(2))
            + ", 'body': ["
            + body
            + "], 'on_exceeded': ["
            + body(depth - 1)
            + "]}";
  }
}
