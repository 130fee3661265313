package ai.scailabs.scaicore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

/** Programs for tests, in JSON with single quotes for double ones. */
final class Programs {

  private Programs() {}

  /**
   * A program of one flow.
   *
   * @param sections more members of the module, such as {@code 'memory': […]}; may be empty
   */
  static String program(String sections, String... blocks) {
    return ("{'models': [{'role': 'm', 'provider': 'p', 'model': 'x'}],"
            + (sections.isEmpty() ? "" : sections + ",")
            + "'flows': [{'name': 'main', 'body': ["
            + String.join(",", blocks)
            + "]}]}")
        .replace('\'', '"');
  }

  static String value(String expression) {
    return "{'kind': 'rigid', 'statements': [{'kind': 'expression', 'expression': '"
        + expression
        + "'}]}";
  }

  static String returns(String expression) {
    return "{'kind': 'rigid', 'statements': [{'kind': 'return', 'value': '" + expression + "'}]}";
  }

  static String set(String name, String expression) {
    return "{'kind': 'rigid', 'statements': [{'kind': 'assign', 'target': '"
        + name
        + "', 'value': '"
        + expression
        + "'}]}";
  }

  static String emit(String event) {
    return "{'kind': 'rigid', 'statements': [{'kind': 'emit', 'event': '" + event + "'}]}";
  }

  static String call(String method) {
    return "{'kind': 'rigid', 'statements': [{'kind': 'plugin_call', 'alias': 'kb', 'method': '"
        + method
        + "'}]}";
  }

  static String ask(String name) {
    return "{'kind': 'checkpoint', 'checkpoint_type': 't', 'prompt': '"
        + name
        + "', 'result_binding': '"
        + name
        + "'}";
  }

  static String prompt(String goal) {
    return "{'kind': 'flexible', 'goal': '" + goal + "'}";
  }

  static String attempt(String body, String last) {
    return "{'kind': 'try', 'body': ["
        + body
        + "], 'catch': [{'error': '_', 'binding': 'e', 'body': ["
        + value("e.code")
        + "]}], 'finally': ["
        + last
        + "]}";
  }

  static final String PLUGIN = "'plugins': [{'alias': 'kb', 'endpoint': 'https://kb.example'}]";

  static @Nullable Object completed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    return ((Outcome.Completed) outcome).output();
  }

  static Failure failed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) outcome).failure();
  }

  static Outcome.Suspended suspended(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Suspended.class);
    return (Outcome.Suspended) outcome;
  }
}
