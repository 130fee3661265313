package ai.scailabs.scaicore.program.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.ProgramHash;
import ai.scailabs.scaicore.program.ProgramReader;
import ai.scailabs.scaicore.program.Samples;
import ai.scailabs.scaicore.program.Verifier;
import ai.scailabs.scaicore.program.VerifyOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever text comes, it becomes a program or is refused with a reason. */
class AnyManifestTest {

  private static final List<String> SAMPLES =
      List.of("expense-approver.yaml", "order-desk.yaml", "every-step.yaml", "broken.yaml");

  private static final String ALPHABET =
      "abcxuUFD018 :-{}[],\n\t'\"#&*!|>%@`?~.\\<=/\u0000\u00e9\u2028";

  /** Converts it, or sees it refused; nothing else may come. */
  private static void take(byte[] bytes) {
    Manifest manifest;
    try {
      manifest = ManifestReader.read(bytes);
    } catch (ManifestInvalid refused) {
      assertThat(refused.getMessage()).contains("line " + refused.line());
      return;
    }
    for (var finding : manifest.findings(VerifyOptions.NONE)) {
      assertThat(finding.message()).isNotBlank();
    }
    assertThat(ProgramHash.of(manifest.source())).hasSize(64);
  }

  @Property(tries = 1_000)
  void anyBytesAreTakenOrRefused(@ForAll byte[] bytes) {
    take(bytes);
  }

  @Property(tries = 2_000)
  void anyMixtureOfYamlsOwnSignsIsTakenOrRefused(@ForAll long seed) {
    var random = new Random(seed);
    take(
        IntStream.range(0, random.nextInt(60))
            .mapToObj(i -> "" + ALPHABET.charAt(random.nextInt(ALPHABET.length())))
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 1_000)
  void aManifestWithSomeOfItsCharactersChangedIsTakenOrRefused(@ForAll long seed) {
    var random = new Random(seed);
    var text = new StringBuilder(sample(random));
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        default -> text.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
    }
    take(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 1_000)
  void aManifestWithSomeOfItsLinesMovedIsTakenOrRefused(@ForAll long seed) {
    var random = new Random(seed);
    var lines = new ArrayList<>(sample(random).lines().toList());
    for (int i = random.nextInt(5); i >= 0; i--) {
      var line = lines.remove(random.nextInt(lines.size()));
      var indent = random.nextBoolean() ? line : " ".repeat(random.nextInt(12)) + line.strip();
      lines.add(random.nextInt(lines.size() + 1), indent);
    }
    take(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 500)
  void everyManifestThatIsMadeByTheTableIsConvertedWithoutAFinding(@ForAll long seed) {
    var yaml = new RandomManifests(seed).manifest();
    var manifest = ManifestReader.read(yaml.getBytes(StandardCharsets.UTF_8));

    assertThat(manifest.findings(VerifyOptions.NONE)).as(yaml).isEmpty();
    assertThat(Verifier.verify(manifest.source()).findings()).as(yaml).isEmpty();
  }

  @Test
  void asManyStepsAsAManifestHoldsAreConverted() {
    var yaml =
        "core:\n  name: Long\n  flows:\n  - name: f\n    steps:\n"
            + "    - {template: a}\n".repeat(50_000);
    var bytes = yaml.getBytes(StandardCharsets.UTF_8);
    assertThat(bytes).hasSizeBetween(900_000, ManifestReader.MAX_BYTES);
    take(bytes);
    assertThat(ProgramReader.read(ManifestReader.read(bytes).source()).program().flows())
        .singleElement()
        .satisfies(flow -> assertThat(flow.body()).hasSize(50_000));
    var wrong =
        "core:\n  name: Wrong\n  flows:\n  - name: f\n    steps: ["
            + "{x: 1}, ".repeat(100_000)
            + "]\n";
    var findings =
        ManifestReader.read(wrong.getBytes(StandardCharsets.UTF_8)).findings(VerifyOptions.NONE);
    assertThat(findings).hasSizeLessThan(1_100);
  }

  private static String sample(Random random) {
    var name = SAMPLES.get(random.nextInt(SAMPLES.size()));
    return new String(Samples.bytes("manifests/" + name), StandardCharsets.UTF_8);
  }
}
