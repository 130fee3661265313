package ai.scailabs.scaicore.program.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.Finding;
import ai.scailabs.scaicore.program.Samples;
import ai.scailabs.scaicore.program.VerifyOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found wrong with a manifest, and what it may not cost. */
class ManifestFindingsTest {

  private static Manifest sample(String name) {
    return ManifestReader.read(Samples.bytes("manifests/" + name));
  }

  private static Manifest read(String yaml) {
    return ManifestReader.read(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static List<?> list(Manifest manifest, String key) {
    return manifest.source().get(key) instanceof List<?> list ? list : List.of();
  }

  private static String numbered(int count, String form) {
    return IntStream.range(0, count).mapToObj(form::formatted).collect(Collectors.joining(", "));
  }

  @Test
  void everythingThatIsWrongIsFoundAtOnceWithItsPlaceInTheManifest() {
    var findings = sample("broken.yaml").findings(VerifyOptions.NONE);

    assertThat(findings)
        .extracting(Finding::field)
        .containsExactly(
            "core.mode",
            "core.model",
            "core.flows[0].steps[0].llm_turn.role",
            "core.flows[0].steps[1]",
            "core.flows[0].steps[2].set.total",
            "core.flows[0].steps[3].loop.max_iterations",
            "core.flows[0].steps[4].plugin_call.alias",
            "core.flows[0].steps[5].decision.branches[0].when");
    assertThat(findings)
        .extracting(Finding::message)
        .anySatisfy(m -> assertThat(m).startsWith("E200").endsWith("(line 8, node node_write)"))
        .anySatisfy(m -> assertThat(m).startsWith("E407 is no step").endsWith("(line 10)"))
        .anySatisfy(m -> assertThat(m).startsWith("E301").endsWith("(line 11, node node_sum)"))
        .anySatisfy(m -> assertThat(m).startsWith("E406"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "core: {flows: []}|core.name",
        "core: {name: ' ', flows: []}|core.name",
        "core: {name: T}|core.flows",
        "core: [1]|core",
        "[1, 2]|''",
        "text|''",
        "cores: {}|core",
        "core: {name: T, mode: entity, flows: [{name: f, steps: []}]}|core.entity_key",
        "core: {name: T, models: [{role: a}], flows: [{name: f, steps:"
            + " []}]}|core.models[0].provider",
        "core: {name: T, flows: [{name: f}]}|core.flows[0].steps",
        "core: {name: T, flows: [{name: f, steps: x}]}|core.flows[0].steps",
        "core: {name: T, flows: [{name: f, steps: [x]}]}|core.flows[0].steps[0]",
        "core: {name: T, flows: [{name: f, steps: [{set: 1}]}]}|core.flows[0].steps[0].set",
        "core: {name: T, flows: [{name: f, steps: [{loop: {steps:"
            + " []}}]}]}|core.flows[0].steps[0].loop.foreach",
        "core: {name: T, flows: [{name: f, steps: [{template: a, debug:"
            + " b}]}]}|core.flows[0].steps[0]",
        "core: {name: T, flows: [{name: f, steps: []}, {name: f, steps: []}]}|core.flows[1].name",
        "core: {name: T, flows: [{name: f, trigger: {type: schedule}, steps:"
            + " []}]}|core.flows[0].trigger.cron",
        "core: {name: T, flows: [{name: f, params: [{name: a, type: 'array['}], steps:"
            + " []}]}|core.flows[0].params[0].type",
        "core: {name: T, plugins: [{alias: a, config: {k: {type: secret, value: x}}}], flows:"
            + " [{name: f, steps: []}]}|core.plugins[0].config.k",
        "core: {name: T, metadata: {k: [{type: secret, value: 1}]}}|core.metadata.k[0]",
        "core: {name: T, flows: [{name: f, steps: [{template: a, meta: {type: secret, value:"
            + " x}}]}]}|core.flows[0].steps[0].meta",
        "{core: {name: T, flows: []}, environment: {K: {type: secret, value: x}}}|environment.K",
        "{core: {name: T, flows: []}, environment: {K: x}}|environment",
        "{core: {name: T}, flows: []}|flows",
        "core: {name: T, runtime_version: '9.9', schema_version: '9', flows: [{name: f, steps:"
            + " []}]}|core.schema_version",
        "core: {name: T, scaiflow_meta: {scaicore_target: '3.0'}, flows: [{name: f, steps:"
            + " []}]}|core.scaiflow_meta.scaicore_target",
      })
  void aFindingNamesItsPlace(String yaml, String field) {
    assertThat(read(yaml).findings(VerifyOptions.NONE)).extracting(Finding::field).contains(field);
  }

  @Test
  void theCoresOwnPluginsCountToo() {
    var manifest =
        read(
            "core: {name: T, flows: [{name: f, steps: [{plugin_call: {alias: own, method: m}}]}]}");

    assertThat(manifest.findings(VerifyOptions.NONE)).hasSize(1);
    assertThat(manifest.findings(new VerifyOptions(null, null, Set.of("own")))).isEmpty();
  }

  @Test
  void aFindingNeverShowsTheSecret() {
    var manifest =
        read("{core: {name: T, flows: []}, environment: {K: {type: secret, value: Hush}}}");

    assertThat(manifest.findings(VerifyOptions.NONE).toString())
        .contains("core.environment")
        .doesNotContain("Hush");
  }

  @Test
  void secretsOfTheEnvironmentAndMasksWithoutAValueAreTaken() {
    var manifest =
        read(
            "core: {name: T, environment: {K: {type: secret, value: x}}, mask: {type: secret,"
                + " value: null}, flows: [{name: f, steps: []}]}");

    assertThat(manifest.findings(VerifyOptions.NONE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10000, 5000", "20001, 1", "201, 100"})
  void variablesTimesFlowsAreBounded(int variables, int flows) {
    var manifest =
        read(
            "core: {name: T, variables: [%s], flows: [%s]}"
                .formatted(numbered(variables, "v%d"), numbered(flows, "{name: f%d, steps: []}")));

    assertThat(manifest.findings(VerifyOptions.NONE))
        .singleElement()
        .satisfies(finding -> assertThat(finding.field()).isEqualTo("core.variables"))
        .satisfies(finding -> assertThat(finding.message()).contains("20,000 in all"));
  }

  @Test
  void aLargeVariableInManyFlowsIsBoundedByItsSize() {
    var large = "core: {name: T, variables: {v: %s}, flows: [%s]}";
    var flows = numbered(1_000, "{name: f%d, steps: []}");

    assertThat(read(large.formatted("x".repeat(10_000), flows)).findings(VerifyOptions.NONE))
        .extracting(Finding::field)
        .containsExactly("core.variables");
    assertThat(read(large.formatted("x", flows)).findings(VerifyOptions.NONE)).isEmpty();
  }

  @Test
  void anyNumberOfTriggersOfOneFlowGetNamesSoon() {
    var yaml =
        "core: {name: T, flows: [{name: f, steps: [], triggers: [{type: api, name: f_3}%s]}]}"
            .formatted(", {type: api}".repeat(60_000));

    var triggers =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> list(read(yaml), "triggers"));

    assertThat(triggers)
        .extracting(trigger -> String.valueOf(((Map<?, ?>) trigger).get("name")))
        .startsWith("f_3", "f", "f_2", "f_4")
        .endsWith("f_60001")
        .doesNotHaveDuplicates();
  }
}
