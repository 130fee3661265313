package ai.scailabs.scaicore.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.scailabs.scaicore.program.Prompting.FailureAction;
import ai.scailabs.scaicore.program.bundle.BundleReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgramReaderTest {

  @Test
  void theSampleIsReadIntoItsParts() {
    var program = ProgramReader.read(Samples.source("approval-agent.ir.json")).program();
    assertThat(program.schemaVersion()).isEqualTo("0.2");
    assertThat(program.models()).extracting(Program.Model::role).containsExactly("primary", "fast");
    var flow = program.flow("approval").orElseThrow();
    assertThat(flow.params())
        .extracting(Program.Param::name, Program.Param::initial, Program.Param::required)
        .containsExactly(
            tuple("message", "Nightly check of open expenses", false),
            tuple("limit", 100.0, false));
    var review = (Block.Flexible) flow.body().getFirst();
    assertThat(review.common())
        .isEqualTo(
            new Block.Common(
                "flows.approval.body[0]",
                "review",
                new Block.SourceLocation(null, null, "node_review")));
    assertThat(review.prompting().onFailure())
        .containsEntry(
            "parse_error",
            List.of(
                new FailureAction.Retry(2, "Answer with JSON only"), new FailureAction.Escalate()));
    var route = (Block.Match) flow.body().get(1);
    assertThat(route.arms().getFirst().pattern()).isEqualTo(new Pattern.AnyOf(List.of(true)));
    var otherwise = route.otherwise();
    assertThat(otherwise).isNotNull();
    assertThat(otherwise)
        .extracting(block -> block.common().path())
        .containsExactly("flows.approval.body[1].default[0]", "flows.approval.body[1].default[1]");
  }

  @Test
  void aListOfNamedThingsMayBeAMap() {
    var listed =
        read(
            """
            {"models": [{"role": "main", "provider": "p", "model": "m"}],
             "memory": [{"name": "history", "type": "array[object]"}],
             "flows": [{"name": "b", "params": [{"name": "x", "type": "int"}], "body": [
                {"kind": "parallel", "branches": [{"name": "one", "body": [{"kind": "debug"}]}]}]},
               {"name": "a", "body": []}]}
            """);
    var mapped =
        read(
            """
            {"models": {"main": {"provider": "p", "model": "m"}},
             "memory": {"history": "array[object]"},
             "flows": {"b": {"params": {"x": "int"}, "body": [
                {"kind": "parallel", "branches": {"one": [{"kind": "debug"}]}}]},
               "a": {"body": []}}}
            """);
    assertThat(mapped).isEqualTo(listed);
    assertThat(mapped.findings()).isEmpty();
  }

  @Test
  void unknownKeysAreIgnoredAndNullIsAbsent() {
    var result =
        read(
            """
            {"compiler": {"a": 1}, "identity": null, "models": null, "instance": null,
             "flows": [{"name": "f", "notes": [], "body": [
               {"kind": "guarded", "goal": "g", "guard": null, "validate": null, "tools": null,
                "on_failure": null, "output_type": null, "x": 1}]}]}
            """);
    assertThat(result.findings()).isEmpty();
    assertThat(result.program().schemaVersion()).isEqualTo("0.1");
    assertThat(((Block.Guarded) result.program().flows().getFirst().body().getFirst()).guard())
        .isNull();
  }

  @Test
  void wrongShapesAreFindingsWithTheirPath() {
    var result =
        read(
            """
            {"name": 5, "schema_version": 1.0, "models": "x", "identity": [],
             "flows": [{"body": {"kind": "rigid"}}, 7,
               {"name": "f", "params": [{"type": "int"}], "body": ["x", {"kind": "rigid", "statements":
                 [{"kind": "assign"}, {"kind": "foreach", "variable": "v", "iterable": "[1]", "body": 3}]},
                 {"kind": "checkpoint", "options": [{}], "priority": "soon", "timeout": "later",
                  "on_timeout": "default:x"},
                 {"kind": "foreach", "variable": "v", "iterable": "[]", "max_concurrent": 0, "body": []}]}]}
            """);
    assertThat(result.findings())
        .extracting(finding -> finding.field() + ": " + finding.message())
        .containsExactly(
            "schema_version: schema version \"1.0\" cannot be run here; 0.1 and 0.2 can",
            "name: must be a text, got a number",
            "identity: must be a map, got a list",
            "models: must be a list, got a text",
            "flows[1]: must be a map, got a number",
            "flows[0].name: is required",
            "flows[0].body: must be a list, got a map",
            "flows.f.params[0].name: is required",
            "flows.f.body[0]: must be a map, got a text",
            "flows.f.body[1].statements[0].target: is required",
            "flows.f.body[1].statements[0].value: is required",
            "flows.f.body[1].statements[1].body: must be a list, got a number",
            "flows.f.body[2].options[0]: must be a text, got a map",
            "flows.f.body[2].priority: must be one of normal, low, high, critical, got \"soon\"",
            "flows.f.body[2].timeout: must be a duration such as 30s, 5m, 1h or 2d, got \"later\"",
            "flows.f.body[3].max_concurrent: must be a whole number of at least 1");
  }

  @Test
  void namesThatAreNoWordsAreQuotedInPathsSoThatNoTwoBlocksHaveOneId() {
    var result =
        read(
            """
            {"flows": [{"name": "a", "body": [{"kind": "while", "condition": "true", "max_iterations": 1,
                        "body": [{"kind": "debug"}]}]},
                       {"name": "a.body[0]", "body": [{"kind": "debug"}]}]}
            """);
    assertThat(result.program().flows().get(1).body().getFirst().common().path())
        .isEqualTo("flows[\"a.body[0]\"].body[0]");
  }

  @Test
  void aDuplicateFlowIsReportedAndKeepsAPathOfItsOwn() {
    var result =
        read(
            """
            {"flows": [{"name": "a", "body": []}, {"name": "a", "body": [{"kind": "debug"}]}]}
            """);
    assertThat(result.findings())
        .containsExactly(new Finding("flows[1].name", "E201 the name \"a\" is used twice"));
    assertThat(result.program().flows().get(1).body().getFirst().common().path())
        .isEqualTo("flows[1].body[0]");
  }

  @Test
  void numbersOfAnyReaderAreTheSameLiterals() {
    var program =
        ProgramReader.read(
                Map.of(
                    "reference",
                    List.of(
                        Map.of("name", "r", "value", List.of(1, 2.5f, Map.of("a", (short) 3))))))
            .program();
    assertThat(program.reference().getFirst().value()).isEqualTo(List.of(1L, 2.5, Map.of("a", 3L)));
  }

  @Test
  void patternsAreLiteralsListsOrAnything() {
    var result =
        read(
            """
            {"flows": [{"name": "f", "body": [{"kind": "match", "subject": "1", "arms": [
              {"pattern": 1, "body": []}, {"pattern": ["a", null], "body": []},
              {"pattern": "_", "body": []}, {"when": "true", "body": []}, {"pattern": "true", "body": []}]},
              {"kind": "checkpoint", "prompt": "?", "on_response": {"yes": [{"kind": "debug"}]}}]}]}
            """);
    var body = result.program().flows().getFirst().body();
    assertThat(((Block.Match) body.getFirst()).arms())
        .extracting(Block.Arm::pattern)
        .containsExactly(
            new Pattern.AnyOf(List.of(1L)),
            new Pattern.AnyOf(Arrays.asList("a", null)),
            new Pattern.Anything(),
            new Pattern.Anything(),
            new Pattern.AnyOf(List.of("true")));
    var answers = ((Block.Checkpoint) body.get(1)).onResponse();
    assertThat(answers.getFirst().body().getFirst().common().path())
        .isEqualTo("flows.f.body[1].on_response[0].body[0]");
  }

  @Test
  void failureActionsAreReadAndWritten() {
    assertThat(FailureActions.parse("retry(max=3) | retry | retry(2, with = 'a | \\'b\\'') | fail"))
        .containsExactly(
            new FailureAction.Retry(3, null),
            new FailureAction.Retry(1, null),
            new FailureAction.Retry(2, "a | 'b'"),
            new FailureAction.Fail());
    assertThat(FailureActions.parse("give up"))
        .containsExactly(new FailureAction.Unknown("give up"));
    var actions =
        List.<FailureAction>of(
            new FailureAction.Retry(2, "say \"x\"\n\\ | y"), new FailureAction.FlagAndCheckpoint());
    assertThat(FailureActions.parse(FailureActions.text(actions))).isEqualTo(actions);
  }

  @Test
  void theHashCountsEverythingAlsoTheOrderOfKeys() {
    var one = source("{\"a\": 1, \"b\": {\"c\": [1, 2], \"d\": null}}");
    var two = source("{\"b\": {\"d\": null, \"c\": [1, 2]}, \"a\": 1}");
    assertThat(ProgramHash.of(one)).isNotEqualTo(ProgramHash.of(two)).hasSize(64);
    for (var other :
        List.of(
            "{\"a\": 1.0, \"b\": {\"c\": [1, 2], \"d\": null}}",
            "{\"a\": 1, \"b\": {\"c\": [2, 1], \"d\": null}}",
            "{\"a\": 1, \"b\": {\"c\": [1, 2]}}")) {
      assertThat(ProgramHash.of(source(other))).isNotEqualTo(ProgramHash.of(one));
    }
    assertThat(ProgramHash.of(Map.of("a", 1))).isEqualTo(ProgramHash.of(Map.of("a", 1L)));
  }

  private static ReadResult read(String json) {
    return ProgramReader.read(source(json));
  }

  private static Map<String, @Nullable Object> source(String json) {
    return BundleReader.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
