package ai.scailabs.scaicore.program.manifest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.ProgramReader;
import ai.scailabs.scaicore.program.Samples;
import ai.scailabs.scaicore.program.Statement;
import ai.scailabs.scaicore.program.VerifyOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code design/program.md}, "Manifest (YAML, what ScaiFlow deploys)". */
class ManifestReaderTest {

  private static Manifest sample(String name) {
    return ManifestReader.read(Samples.bytes("manifests/" + name));
  }

  private static Manifest read(String yaml) {
    return ManifestReader.read(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static Program program(Manifest manifest) {
    assertThat(manifest.findings(VerifyOptions.NONE)).isEmpty();
    return ProgramReader.read(manifest.source()).program();
  }

  /** A manifest of one flow of these steps, each a line in flow style. */
  private static Manifest steps(String... steps) {
    return read(
        "core:\n"
            + "  name: T\n"
            + "  model: scaigrid/offline/echo\n"
            + "  plugins: {erp: 'https://erp.example'}\n"
            + "  flows:\n"
            + "    - name: main\n"
            + "      steps:\n"
            + "        - "
            + String.join("\n        - ", steps)
            + "\n");
  }

  private static List<Block> blocks(String... steps) {
    return program(steps(steps)).flows().getFirst().body();
  }

  private static Statement statement(Block block) {
    return ((Block.Rigid) block).statements().getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"greeter.yaml", "expense-approver.yaml", "order-desk.yaml", "every-step.yaml"})
  void aSampleBecomesAProgramThatTheVerifierIsContentWith(String name) {
    var manifest = sample(name);

    assertThat(manifest.findings(VerifyOptions.NONE)).isEmpty();
    assertThat(manifest.source()).containsEntry("schema_version", "0.2");
  }

  @Test
  void everyRowOfTheTableBecomesItsBlock() {
    var body = program(sample("every-step.yaml")).flows().getFirst().body();

    assertThat(body)
        .extracting(block -> block.kind().word())
        .containsExactly(
            "flexible",
            "flexible",
            "guarded",
            "rigid",
            "rigid",
            "rigid",
            "rigid",
            "rigid",
            "rigid",
            "checkpoint",
            "match",
            "match",
            "foreach",
            "while",
            "parallel",
            "core_call",
            "debug",
            "rigid");
    assertThat(body.subList(3, 9))
        .extracting(block -> statement(block).word())
        .containsExactly(
            "expression", "assign", "plugin_call", "http", "queue_publish", "queue_consume");
    assertThat(statement(body.getLast()).word()).isEqualTo("return");
  }

  @Test
  void anLlmTurnKeepsAllThatItSays() {
    var body = program(sample("every-step.yaml")).flows().getFirst().body();

    var text = (Block.Flexible) body.get(0);
    assertThat(text.prompting().goal().source()).isEqualTo("Say hello to {{input.who}}");
    assertThat(text.common().resultBinding()).isEqualTo("hello");
    var map = ((Block.Flexible) body.get(1)).prompting();
    assertThat(map.llmRole()).isEqualTo("primary");
    assertThat(String.valueOf(map.outputType())).contains("score");
    assertThat(requireNonNull(map.inputBindings()).source()).isEqualTo(Map.of("text", "hello"));
    assertThat(requireNonNull(map.contextBindings()).source()).isEqualTo(Map.of("round", "round"));
    assertThat(requireNonNull(map.guidance()).source()).isEqualTo("Be fair.");
    assertThat(map.constraints().always()).containsExactly("stay polite");
    assertThat(map.examples()).hasSize(1);
    assertThat(map.tools()).containsExactly("erp.lookup");
    assertThat(map.onFailure()).containsKey("refusal");
    var guarded = (Block.Guarded) body.get(2);
    assertThat(requireNonNull(guarded.guard()).source()).isEqualTo("rate.score > 0");
    assertThat(guarded.validate()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{goal: x}|flexible",
        "{goal: x, guarded: false}|flexible",
        "{goal: x, guarded: true}|guarded",
        "{goal: x, guard: a > 1}|guarded",
        "{goal: x, validate: output != null}|guarded",
      })
  void aTurnWithAGuardOrACheckIsGuarded(String turn, String kind) {
    assertThat(blocks("llm_turn: " + turn).getFirst().kind().word()).isEqualTo(kind);
  }

  @Test
  void aStepBindsItsNameOrElseItsNode() {
    var body =
        blocks(
            "{template: a, bind: own, meta: {node_id: node_a}}",
            "{template: b, meta: {node_id: node_b, node_kind: llm_rigid}}",
            "{template: c}");

    assertThat(body.get(0).common().resultBinding()).isEqualTo("own");
    assertThat(body.get(1).common().resultBinding()).isEqualTo("node_b");
    assertThat(body.get(1).common().sourceLocation())
        .isEqualTo(new Block.SourceLocation(null, 9, "node_b"));
    assertThat(body.get(2).common().resultBinding()).isNull();
  }

  @Test
  void setMakesOneAssignmentForEachName() {
    var statements =
        ((Block.Rigid) blocks("set: {a: 1, b: a + 1, c: [x, true]}").get(0)).statements();

    assertThat(statements)
        .extracting(s -> ((Statement.Assign) s).target())
        .containsExactly("a", "b", "c");
    assertThat(((Statement.Assign) statements.get(2)).value().source())
        .isEqualTo(List.of("x", true));
  }

  @Test
  void theScopeOfQueuesIsThatOfTheManifestUnlessTheStepSaysOtherwise() {
    var body = program(sample("every-step.yaml")).flows().getFirst().body();

    assertThat(((Statement.QueuePublish) statement(body.get(7))).scope()).isEqualTo("desk");
    assertThat(((Statement.QueueConsume) statement(body.get(8))).scope()).isEqualTo("other");
    var target = ((Block.Checkpoint) body.get(9)).hitlTarget();
    assertThat(requireNonNull(target).queue()).isEqualTo("inbox");
    assertThat(requireNonNull(target).hitlSpec()).containsEntry("colour", "blue");
  }

  @Test
  void theSectionsOfAReviewArePromptAndOptionsAndAreKept() {
    var decision =
        (Block.Match) program(sample("expense-approver.yaml")).flows().get(0).body().get(1);
    var review = (Block.Checkpoint) decision.arms().getFirst().body().getFirst();

    assertThat(requireNonNull(review.prompt()).source())
        .isEqualTo("Expense\n\n{{node_classify.justification}}");
    assertThat(review.options()).containsExactly("approve", "reject");
    assertThat(requireNonNull(review.hitlTarget()).scope()).isEqualTo("finance-approvals");
    assertThat((List<?>) requireNonNull(review.hitlTarget()).hitlSpec().get("sections")).hasSize(3);
  }

  @Test
  void aDecisionIsAMatchOnTrueOrOnItsSubjectWherePatternsStand() {
    var body = program(sample("every-step.yaml")).flows().getFirst().body();

    var conditions = (Block.Match) body.get(10);
    assertThat(conditions.subject().source()).isEqualTo(true);
    assertThat(conditions.arms()).hasSize(2).allSatisfy(arm -> assertThat(arm.when()).isNotNull());
    assertThat(conditions.otherwise()).hasSize(1);
    var patterns = (Block.Match) body.get(11);
    assertThat(patterns.subject().source()).isEqualTo("answer.decision");
    assertThat(patterns.otherwise()).isNull();
    var elseBranch =
        (Block.Match)
            blocks("decision: {branches: [{when: else, steps: [{template: x}]}]}").getFirst();
    assertThat(elseBranch.arms()).isEmpty();
    assertThat(elseBranch.otherwise()).hasSize(1);
  }

  @Test
  void triggersGetNamesAndTheirFlow() {
    var triggers = program(sample("expense-approver.yaml")).triggers();

    assertThat(triggers).extracting(Program.Trigger::kind).containsExactly("api", "schedule");
    assertThat(triggers)
        .extracting(Program.Trigger::name)
        .containsExactly("expense_approver", "expense_approver_2");
    assertThat(triggers).extracting(Program.Trigger::targetFlow).containsOnly("expense_approver");
    assertThat(triggers.get(1).cron()).isEqualTo("0 2 * * *");
    assertThat(program(sample("every-step.yaml")).triggers())
        .extracting(Program.Trigger::name)
        .containsExactly("hook", "every");
  }

  @Test
  void modelsWinOverModelAndRefIsTheProvider() {
    assertThat(program(sample("expense-approver.yaml")).models())
        .singleElement()
        .satisfies(
            model -> {
              assertThat(model.provider()).isEqualTo("scaigrid");
              assertThat(model.model()).isEqualTo("offline/echo");
              assertThat(model.modalities()).containsExactly("text", "structured_output");
            });
    assertThat(program(sample("every-step.yaml")).models())
        .singleElement()
        .satisfies(
            model -> {
              assertThat(model.role()).isEqualTo("primary");
              assertThat(model.provider()).isEqualTo("scaigrid");
              assertThat(model.model()).isEqualTo("offline/echo");
            });
    var checker = program(sample("order-desk.yaml")).models().get(1);
    assertThat(checker.provider() + " " + checker.model()).isEqualTo("scaigrid offline/echo");
    assertThat(checker.fallback())
        .containsExactly(new Program.Fallback("scaigrid", "offline/echo"));
  }

  @Test
  void variablesAreThereInEveryFlowAndTheInputMaySetThem() {
    assertThat(program(sample("expense-approver.yaml")).flows().getFirst().params())
        .extracting(Program.Param::name, Program.Param::initial, Program.Param::required)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("auto", false, false),
            org.assertj.core.groups.Tuple.tuple(
                "message", "Nightly check of open expenses", false));
  }

  @Test
  void variablesDoNotMakeAnEntityWantItsKeyInTheInput() {
    var manifest =
        read(
            "core: {name: E, entity_key: id, variables: {x: 1},"
                + " flows: [{name: f, steps: [{template: a}]}]}");

    assertThat(manifest.settings().concurrencyMode()).isEqualTo("entity");
    assertThat(program(manifest).flows().getFirst().params())
        .extracting(Program.Param::name)
        .containsExactly("x", "id");
  }

  @Test
  void whatIsSaidOfTheCoreIsNotPartOfTheProgram() {
    var manifest = sample("order-desk.yaml");

    var settings = manifest.settings();
    assertThat(settings.name()).isEqualTo("Order Desk");
    assertThat(settings.runtimeMode()).isEqualTo("interactive");
    assertThat(settings.concurrencyMode()).isEqualTo("entity");
    assertThat(settings.entityKey()).isEqualTo("order_id");
    assertThat(settings.checkpointMode()).isEqualTo("auto");
    assertThat(settings.metadata()).containsEntry("owner", "sales");
    assertThat(settings.resourceLimits()).containsEntry("max_duration", "10m");
    assertThat(settings.environment()).containsKey("SHOP_TOKEN");
    assertThat(manifest.source().toString()).doesNotContain("manifest-planted-secret");
    assertThat(requireNonNull(program(manifest).instance()).entityKey()).isEqualTo("order_id");
  }

  @Test
  void whatIsUnknownIsKept() {
    var source = sample("every-step.yaml").source();
    assertThat(source)
        .containsEntry("annotations", Map.of("team", "finance"))
        .containsEntry("capabilities", List.of("web"))
        .containsKey("scaiqueue");
    var meta =
        (Map<?, ?>) requireNonNull(sample("expense-approver.yaml").source().get("scaiflow_meta"));
    assertThat(meta.get("source_version")).isEqualTo("1.0.0");
    var graph = (Map<?, ?>) requireNonNull(meta.get("graph"));
    assertThat(graph.get("exported")).as("a date stays a text").isEqualTo("2026-11-02");
    assertThat(graph.get("queues"))
        .isEqualTo(sample("expense-approver.yaml").source().get("scaiqueue"));
    var step = steps("{template: a, colour: red, meta: {node_config: {deep: [1]}}}").source();
    assertThat(step.toString()).contains("colour=red", "node_config={deep=[1]}");
  }

  @Test
  void aVersionStaysAsItWasWritten() {
    assertThat(read("core: {name: 2026, flows: []}").settings().name()).isEqualTo("2026");
    assertThat(read("core: {name: T, schema_version: 0.10}").source())
        .containsEntry("schema_version", "0.10");
  }
}
