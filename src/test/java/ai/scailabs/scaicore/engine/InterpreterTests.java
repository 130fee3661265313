package ai.scailabs.scaicore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each block and statement does. Source: the program format, "Blocks". */
class InterpreterTests {

  private final World world = new World();

  @Test
  void theValueOfABodyIsThatOfItsLastBlockAndOfARigidBlockThatOfItsLastStatement() {
    assertThat(output(rigid("{'kind': 'assign', 'target': 'a', 'value': '1 + 1'}"))).isEqualTo("2");
    assertThat(
            output(
                rigid("{'kind': 'expression', 'expression': '1'}"),
                rigid("{'kind': 'expression', 'expression': '2'}")))
        .isEqualTo("2");
  }

  @Test
  void inputMembersAreVariablesAndAlsoUnderInput() {
    assertThat(output(returns("[n, input.n, trigger.kind]"))).isEqualTo("[7,7,\"test\"]");
  }

  @Test
  void assigningAMemberMakesTheMapsOnTheWayAndLeavesCopiesAlone() {
    assertThat(
            output(
                rigid(
                    "{'kind': 'assign', 'target': 'a', 'value': '{x: 1}'}",
                    "{'kind': 'assign', 'target': 'b', 'value': 'a'}",
                    "{'kind': 'assign', 'target': 'a.y.z', 'value': '2'}"),
                returns("[a, b]")))
        .isEqualTo("[{\"x\":1,\"y\":{\"z\":2}},{\"x\":1}]");
  }

  @ParameterizedTest(name = "{0} takes {1}")
  @CsvSource({"1, one", "2, few", "3, few", "4, many", "9, big"})
  void matchTakesTheFirstArmThatFits(int n, String taken) {
    var match =
        block(
            "{'kind': 'match', 'subject': 'k', 'arms': ["
                + "{'pattern': 1, 'body': ["
                + returns("\"one\"")
                + "]},"
                + "{'pattern': [2, 3], 'body': ["
                + returns("\"few\"")
                + "]},"
                + "{'pattern': '_', 'when': 'k > 8', 'body': ["
                + returns("\"big\"")
                + "]}],"
                + "'default': ["
                + returns("\"many\"")
                + "]}");
    assertThat(run("{\"k\": " + n + "}", match)).isEqualTo("\"" + taken + "\"");
  }

  @Test
  void matchWithoutAFittingArmIsNull() {
    assertThat(output(block("{'kind': 'match', 'subject': '5', 'arms': []}"))).isEqualTo("null");
  }

  @Test
  void aBlockForeachWorksOnCopiesAndCollectsValues() {
    assertThat(
            output(
                rigid("{'kind': 'assign', 'target': 'sum', 'value': '0'}"),
                block(
                    "{'kind': 'foreach', 'variable': 'x', 'iterable': '[1, 2, 3]', 'result_binding': 'all',"
                        + "'body': ["
                        + rigid("{'kind': 'assign', 'target': 'sum', 'value': 'sum + x'}")
                        + "]}"),
                returns("[sum, all]")))
        .isEqualTo("[0,[1,2,3]]");
  }

  @Test
  void aReturnEndsOnlyTheIterationOfABlockForeachAndBreakTheLoop() {
    assertThat(
            output(
                block(
                    "{'kind': 'foreach', 'variable': 'x', 'iterable': '[1, 2, 3, 4]', 'body': ["
                        + rigid(
                            "{'kind': 'if', 'condition': 'x == 2', 'then': [{'kind': 'continue'}]}",
                            "{'kind': 'if', 'condition': 'x == 4', 'then': [{'kind': 'break'}]}",
                            "{'kind': 'return', 'value': 'x * 10'}")
                        + "]}")))
        .isEqualTo("[10,null,30]");
  }

  @Test
  void aStatementForeachSharesTheScopeAndReturnPassesThroughIt() {
    assertThat(
            output(
                rigid(
                    "{'kind': 'assign', 'target': 'sum', 'value': '0'}",
                    "{'kind': 'foreach', 'variable': 'x', 'iterable': '[1, 2, 3, 4]', 'body': ["
                        + "{'kind': 'if', 'condition': 'x == 4', 'then': [{'kind': 'return', 'value': 'sum'}]},"
                        + "{'kind': 'assign', 'target': 'sum', 'value': 'sum + x'}]}"),
                returns("'not reached'")))
        .isEqualTo("6");
  }

  @Test
  void whileEndsByItsConditionByBreakOrByItsLimit() {
    var counting =
        "'body': [" + rigid("{'kind': 'assign', 'target': 'i', 'value': '(i ?? 0) + 1'}") + "]}";
    var zero = rigid("{'kind': 'assign', 'target': 'i', 'value': '0'}");
    assertThat(
            output(
                zero,
                block("{'kind': 'while', 'condition': 'i < 5', 'max_iterations': 5, " + counting)))
        .isEqualTo("5");
    var failed =
        failure(
            zero, block("{'kind': 'while', 'condition': 'true', 'max_iterations': 5, " + counting));
    assertThat(failed.code()).isEqualTo("ITERATION_LIMIT");
    assertThat(failed.block()).isEqualTo("flows.main.body[1]");
  }

  @Test
  void tryCatchesByCodeBindsTheProblemAndRunsFinallyAlways() {
    var attempt =
        "{'kind': 'try', 'body': ["
            + returns("null.x")
            + "], 'catch': ["
            + "{'error': 'GUARD_FAILED', 'body': []},"
            + "{'error': '%s', 'binding': 'p', 'body': ["
            + rigid("{'kind': 'expression', 'expression': 'p.code'}")
            + "]}], 'finally': [{'kind': 'debug', 'message': 'last', 'level': 'warn'}]}";
    assertThat(output(block(attempt.formatted("NULL_REFERENCE")))).isEqualTo("\"NULL_REFERENCE\"");
    assertThat(output(block(attempt.formatted("_")))).isEqualTo("\"NULL_REFERENCE\"");
    assertThat(failure(block(attempt.formatted("HTTP_ERROR"))).code()).isEqualTo("NULL_REFERENCE");
    assertThat(world.said).containsExactly("warn last", "warn last", "warn last");
  }

  @Test
  void debugSaysItsMessage() {
    output(block("{'kind': 'debug', 'message': 'n is {{n}}', 'level': 'info'}"));
    assertThat(world.said).containsExactly("info n is 7");
  }

  @Test
  void aFailureNamesItsCodeItsReasonAndItsBlock() {
    var failed = failure(block("{'kind': 'match', 'subject': 'nobody', 'arms': []}"));
    assertThat(failed.code()).isEqualTo("UNKNOWN_NAME");
    assertThat(failed.message()).contains("nobody");
    assertThat(failed.block()).isEqualTo("flows.main.body[0]");
  }

  @Test
  void anIterableThatIsNoneIsSaidSo() {
    assertThat(
            failure(block("{'kind': 'foreach', 'variable': 'x', 'iterable': '5', 'body': []}"))
                .code())
        .isEqualTo("TYPE_MISMATCH");
  }

  @Test
  void aHaltedRunIsHeldBeforeItsNextBlock() {
    world.permits = 1;
    assertThat(world.run(source(returns("1")), "{}")).isInstanceOf(Outcome.Completed.class);
    world.permits = 0;
    assertThat(world.run(source(returns("1")), "{}")).isInstanceOf(Outcome.Held.class);
  }

  private String output(String... blocks) {
    return run("{\"n\": 7}", blocks);
  }

  private String run(String input, String... blocks) {
    return switch (world.run(source(blocks), input)) {
      case Outcome.Completed(var value) -> Json.text(value);
      case Outcome other -> throw new AssertionError(other);
    };
  }

  private Failure failure(String... blocks) {
    return switch (world.run(source(blocks), "{\"n\": 7}")) {
      case Outcome.Failed failed -> failed.failure();
      case Outcome other -> throw new AssertionError(other);
    };
  }

  static String source(String... blocks) {
    return "{\"models\": [{\"role\": \"m\", \"provider\": \"p\", \"model\": \"x\"}],"
        + "\"flows\": [{\"name\": \"main\", \"body\": ["
        + String.join(",", blocks)
        + "]}]}";
  }

  /** A block in JSON with single quotes for double ones. */
  static String block(String json) {
    return json.replace('\'', '"');
  }

  static String rigid(String... statements) {
    return block("{'kind': 'rigid', 'statements': [" + String.join(",", statements) + "]}");
  }

  static String returns(String expression) {
    return "{\"kind\": \"rigid\", \"statements\": [{\"kind\": \"return\", \"value\": \""
        + expression.replace("\"", "\\\"")
        + "\"}]}";
  }
}
