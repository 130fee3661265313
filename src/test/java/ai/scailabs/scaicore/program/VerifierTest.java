package ai.scailabs.scaicore.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.bundle.BundleReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {

  @ParameterizedTest
  @ValueSource(strings = {"approval-agent", "greeter", "support-desk"})
  void theSamplesHaveNoFinding(String name) {
    assertThat(Verifier.verify(Samples.source(name + ".scaicore-ir")).findings()).isEmpty();
    assertThat(Verifier.verify(Samples.source(name + ".ir.json")).ok()).isTrue();
  }

  @Test
  void everythingIsFoundInOnePassAndInSourceOrder() {
    var findings =
        findings(
            """
            {"models": [{"role": "main", "provider": "scaigrid", "model": "x"},
                        {"role": "main", "provider": "scaigrid", "model": "y"}],
             "types": {"T": "array["},
             "flows": [{"name": "a", "params": [{"name": "p", "type": "Nothing"}], "body": [
               {"kind": "match", "subject": "p +", "arms": [
                 {"pattern": 1, "body": [{"kind": "wander"}]}],
                "default": [{"kind": "while", "condition": "true", "body": [
                  {"kind": "rigid", "statements": [
                    {"kind": "assign", "target": "x", "value": "now()"},
                    {"kind": "if", "condition": "true", "then": [
                      {"kind": "return", "value": "llm(\\"hi\\")"},
                      {"kind": "plugin_call", "alias": "erp", "method": "m"}]}]}]}]},
               {"kind": "flexible", "goal": "g", "llm_role": "fast"}]}],
             "triggers": [{"kind": "schedule", "name": "t", "target_flow": "b", "cron": "61 * * * *"},
                          {"kind": "webhook", "name": "u", "path": "hook", "timezone": "Mars/Base"}]}
            """);
    assertThat(findings)
        .extracting(finding -> finding.field() + " " + finding.message().substring(0, 4))
        .containsExactly(
            "models[1].role E201",
            "types.T E300",
            "flows.a.params[0].type E200",
            "flows.a.body[0].subject E301",
            "flows.a.body[0].arms[0].body[0].kind E407",
            "flows.a.body[0].default[0].max_iterations E406",
            "flows.a.body[0].default[0].body[0].statements[0].value E400",
            "flows.a.body[0].default[0].body[0].statements[1].then[0].value E405",
            "flows.a.body[0].default[0].body[0].statements[1].then[1].alias E200",
            "flows.a.body[1].llm_role E200",
            "triggers[0].target_flow E200",
            "triggers[0].cron E409",
            "triggers[1].path E409",
            "triggers[1].timezone E409");
  }

  @Test
  void anEmptySourceHasNoFlow() {
    assertThat(Verifier.verify(Map.of()).findings())
        .containsExactly(new Finding("flows", "E410 the program has no flow"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "today(); E400",
        "\"${uuid()}\"; E400",
        "[1].map(x => random()); E400",
        "date.now(); E400",
        "date.now; E400",
        "math.random(); E400",
        "llm(\"q\"); E405",
        "model.generate(\"q\"); E405",
        "ai.ask(prompt = \"q\"); E405",
        "config.key; E412",
        "config[\"key\"]; E412",
        "{a: [config?.key]}; E412",
        "a +; E301",
        "config.open; -",
        "p.now; -",
        "ask.trim(); -",
        "now; -",
        "Hello {{p}}; -",
      })
  void rigidCodeIsDeterministicAndSecretsStayWhereTheyAre(String expression, String code) {
    var found = codes(rigid("{\"kind\": \"return\", \"value\": " + quoted(expression) + "}"));
    assertThat(found).isEqualTo(code.equals("-") ? List.of() : List.of(code));
  }

  @Test
  void aNameThatTheFlowDefinesIsNoCall() {
    assertThat(
            codes(
                rigid(
                    """
                    {"kind": "assign", "target": "model", "value": "{name: \\"x\\"}"},
                    {"kind": "return", "value": "model.get(\\"name\\")"}
                    """)))
        .isEmpty();
  }

  @Test
  void clocksAreForbiddenInRigidCodeOnly() {
    assertThat(codes(flow("{\"kind\": \"match\", \"subject\": \"now()\", \"arms\": []}")))
        .isEmpty();
  }

  @Test
  void aSecretMayGoIntoHeadersAndNowhereElse() {
    assertThat(
            codes(
                rigid(
                    """
                    {"kind": "http", "url": "https://example.com", "headers": {"X-Key": "config.key"}}
                    """)))
        .isEmpty();
    assertThat(
            codes(
                rigid(
                    """
                    {"kind": "http", "url": "https://example.com/{{config.key}}", "body": "{{config.key}}"},
                    {"kind": "plugin_call", "alias": "erp", "method": "m", "args": {"a": "config.key"}}
                    """)))
        .containsExactly("E412", "E412", "E412");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flexible", "guarded", "model_call", "llm"})
  void aModelCallCannotBeAStatement(String kind) {
    assertThat(codes(rigid("{\"kind\": \"" + kind + "\"}"))).containsExactly("E405");
  }

  @Test
  void breakEndsASequentialLoopOnly() {
    var loop =
        """
        {"kind": "foreach", "variable": "x", "iterable": "[1]", "max_concurrent": %d, "body": [%s]}
        """;
    var rigid = "{\"kind\": \"rigid\", \"statements\": [%s]}";
    var exit = "{\"kind\": \"break\"}";
    var next = "{\"kind\": \"continue\"}";
    assertThat(codes(flow(loop.formatted(1, rigid.formatted(exit))))).isEmpty();
    assertThat(codes(flow(loop.formatted(4, rigid.formatted(exit))))).containsExactly("E411");
    assertThat(codes(flow(loop.formatted(4, rigid.formatted(next))))).isEmpty();
    assertThat(codes(flow(loop.formatted(4, loop.formatted(1, rigid.formatted(exit)))))).isEmpty();
    assertThat(
            codes(
                flow(
                    loop.formatted(
                        4,
                        rigid.formatted(
                            "{\"kind\": \"foreach\", \"variable\": \"y\", \"iterable\": \"[1]\","
                                + " \"body\": ["
                                + exit
                                + "]}")))))
        .isEmpty();
    assertThat(codes(flow(rigid.formatted(exit)))).containsExactly("E411");
    assertThat(
            codes(
                flow(
                    loop.formatted(
                        1,
                        "{\"kind\": \"parallel\", \"branches\": [{\"name\": \"b\", \"body\": ["
                            + rigid.formatted(exit)
                            + "]}]}"))))
        .containsExactly("E411");
  }

  @Test
  void anEntityKeyIsAParameterOfSomeFlow() {
    var source =
        source("{\"flows\": [{\"name\": \"f\", \"params\": [\"customer_id\"], \"body\": []}]}");
    assertThat(codes(source, new VerifyOptions("entity", "customer_id", Set.of()))).isEmpty();
    assertThat(codes(source, new VerifyOptions("entity", "customer", Set.of())))
        .containsExactly("E402");
    assertThat(codes(source, new VerifyOptions("entity", null, Set.of()))).containsExactly("E402");
    assertThat(codes(source, new VerifyOptions("stateless", "customer", Set.of()))).isEmpty();
    var entity =
        source(
            """
            {"instance": {"mode": "entity", "entity_key": "customer"},
             "flows": [{"name": "f", "params": ["customer_id"], "body": []}]}
            """);
    assertThat(Verifier.verify(entity).findings())
        .extracting(Finding::field)
        .containsExactly("instance.entity_key");
    assertThat(codes(entity, new VerifyOptions(null, "customer_id", Set.of()))).isEmpty();
    assertThat(codes(entity, new VerifyOptions("singleton", null, Set.of()))).isEmpty();
    assertThat(
            codes(
                source("{\"flows\": [{\"name\": \"f\", \"body\": []}]}"),
                new VerifyOptions("entity", "any", Set.of())))
        .isEmpty();
  }

  @Test
  void aPluginOfTheCoreItselfIsKnown() {
    var source =
        rigid(
            """
            {"kind": "plugin_call", "alias": "crm", "method": "m"}
            """);
    assertThat(codes(source)).containsExactly("E200");
    assertThat(codes(source, new VerifyOptions(null, null, Set.of("crm")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 * * * | true",
        "*/15 0-6,12 1,15 JAN-jun MON-FRI | true",
        "0 0 * * 7 | true",
        "5/10 * * * sun | true",
        "0 2 * * | false",
        "0 0 2 * * * | false",
        "60 * * * * | false",
        "* 24 * * * | false",
        "* * 0 * * | false",
        "* * * 13 * | false",
        "* * * * 8 | false",
        "*/0 * * * * | false",
        "6-1 * * * * | false",
        "a * * * * | false",
        "1,,2 * * * * | false",
        "@daily | false",
      })
  void cronHasFiveFields(String cron, boolean parses) {
    assertThat(UnixCron.problem(cron).isEmpty()).isEqualTo(parses);
  }

  @Test
  void findingsAreBounded() {
    var statement = "{\"kind\": \"x\"}";
    var many = new ArrayList<String>();
    for (var i = 0; i < 5_000; i++) {
      many.add(statement);
    }
    var findings = Verifier.verify(rigid(String.join(",", many))).findings();
    assertThat(findings).hasSize(1_001);
    assertThat(findings.getLast().message()).startsWith("more findings are not shown");
  }

  private static List<Finding> findings(String json) {
    return Verifier.verify(source(json)).findings();
  }

  private static List<String> codes(Map<String, @Nullable Object> source) {
    return codes(source, VerifyOptions.NONE);
  }

  private static List<String> codes(Map<String, @Nullable Object> source, VerifyOptions options) {
    return Verifier.verify(source, options).findings().stream()
        .map(finding -> finding.message().substring(0, 4))
        .toList();
  }

  private static Map<String, @Nullable Object> rigid(String statements) {
    return flow("{\"kind\": \"rigid\", \"statements\": [" + statements + "]}");
  }

  private static Map<String, @Nullable Object> flow(String blocks) {
    return source(
        """
        {"plugins": [{"alias": "erp", "endpoint": "https://erp.example.com"}],
         "config": [{"name": "key", "secret": true}, {"name": "open"}],
         "flows": [{"name": "f", "params": ["p", "ask"], "body": [%s]}]}
        """
            .formatted(blocks));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\"", "\\\"") + "\"";
  }

  private static Map<String, @Nullable Object> source(String json) {
    return BundleReader.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
