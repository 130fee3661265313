package ai.scailabs.scaicore.scaiflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.bundle.BundleReader;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.testing.Demo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/scaiflow.md}: what the commands do without a service. */
class LocalCommandsTests {

  private static final String BROKEN = "broken/three-errors.flow.json";

  @TempDir private Path folder;

  @Test
  void aValidFlowIsCalledValid() {
    var file = Commands.sample(folder, Commands.ECHO);

    var ended = Commands.run("validate", file);
    assertThat(ended.status()).isZero();
    assertThat(ended.out()).isEqualTo(file + ": valid, 1 warning\n");
    assertThat(ended.err())
        .startsWith(file + ": warning: ")
        .contains("unused output port 'out'", "node node_say");
  }

  @Test
  void everyErrorIsToldAtOnceWithItsFileNodeAndEdge() {
    var file = Commands.sample(folder, BROKEN);
    var ended = Commands.run("validate", file);

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEqualTo(file + ": 3 errors, 2 warnings\n");
    assertThat(ended.err().lines().filter(line -> line.startsWith(file + ": error: ")))
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("no output port 'out_typo'", "edge e2"))
        .anySatisfy(line -> assertThat(line).contains("llm_role='fastt'", "node node_classify"))
        .anySatisfy(line -> assertThat(line).contains("cycle detected: "));
  }

  @Test
  void allFilesAreJudgedAndTheWorstCounts() {
    var good = Commands.sample(folder, Commands.ECHO);
    var broken = Commands.sample(folder, BROKEN);
    var missing = folder.resolve("missing.flow.json").toString();

    var ended = Commands.run("validate", missing, broken, good);
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains(missing + ": there is no such file.");
    assertThat(ended.out()).contains(broken + ": 3 errors", good + ": valid");

    var json = Commands.run("validate", "--json", good, broken);
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.err()).isEmpty();
    assertThat(json.out()).contains("\"valid\":true", "\"edge_id\":\"e2\"", "\"node_id\":");
  }

  @Test
  void aFaultAndAResultThatNobodyTakesAreOneLineEach() {
    var file = Commands.sample(folder, Commands.ECHO);
    var err = new ByteArrayOutputStream();
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    var broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("no such thing");
          }

          @Override
          public int read(byte[] buffer, int from, int length) {
            return read();
          }
        };

    assertThat(status(broken, full, err, "compile", file)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("result could not be written");
    err.reset();
    assertThat(status(broken, OutputStream.nullOutputStream(), err, "compile", "-")).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no such thing").hasLineCount(1);
  }

  private static int status(
      InputStream in, OutputStream out, OutputStream err, String... arguments) {
    return new FlowCommand(
            in,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            Duration.ofMillis(1))
        .run(List.of(arguments));
  }

  @Test
  void aFlowCompilesToItsManifestAndToItsBundle() throws IOException {
    var file = Commands.sample(folder, Commands.ECHO);
    var yaml = Commands.run("compile", file);
    assertThat(yaml.status()).as(yaml.err()).isZero();
    assertThat(ManifestReader.read(yaml.out().getBytes(StandardCharsets.UTF_8)).settings().name())
        .isEqualTo("Echo Agent");
    assertThat(Commands.run(Map.of(), Demo.sample(Commands.ECHO), "compile", "-").out())
        .as("standard input")
        .isEqualTo(yaml.out());

    var output = folder.resolve("echo.scaicore-ir");
    var ir = Commands.run("compile", file, "--format=ir", "--output", output.toString());
    assertThat(ir.status()).isZero();
    assertThat(ir.out()).isEmpty();
    assertThat(BundleReader.read(Files.readAllBytes(output))).containsEntry("name", "Echo Agent");
  }

  @Test
  void whatDoesNotCompileIsNotWritten() {
    var output = folder.resolve("out.yaml");
    var ended =
        Commands.run("compile", Commands.sample(folder, BROKEN), "--output", output.toString());

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).contains("3 errors, 2 warnings; nothing was written.");
    assertThat(output).doesNotExist();
    assertThat(
            Commands.run(
                "compile",
                Commands.sample(folder, Commands.ECHO),
                "--output",
                folder.resolve("no/such/out.yaml").toString()))
        .satisfies(
            unwritable -> {
              assertThat(unwritable.status()).isEqualTo(2);
              assertThat(unwritable.err()).contains("out.yaml: it cannot be written");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\": |it is not valid JSON at line 1",
        "[1]|it must hold a JSON object",
        "{\"a\": 1, \"a\": 2}|Duplicate",
        "{} {}|it is not valid JSON",
        "core: {name: Manifest}|A flow is the .flow.json"
      })
  void aFileThatIsNoFlowIsRefusedWithTheReason(String text, String reason) {
    var ended = Commands.run("validate", Commands.file(folder, "x.flow.json", text));

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("x.flow.json: ").contains(reason).doesNotContain("Exception");
  }

  @Test
  void hostileFilesAreRefused() {
    var deep = Commands.file(folder, "deep.json", "{\"a\":" + "[".repeat(200_000));
    var huge =
        Commands.file(folder, "huge.json", "{\"a\":\"" + "x".repeat(FlowFile.MAX_BYTES) + "\"}");

    assertThat(Commands.run("validate", deep).status()).isEqualTo(2);
    assertThat(Commands.run("validate", huge).err()).contains("larger than 2 MB");
    assertThat(Commands.run("validate", folder.toString()).err()).contains("it is a folder");
    assertThat(Commands.run("validate", "a\0b").status()).isEqualTo(2);
    var loud =
        Commands.file(
            folder, "loud.json", "{\"name\": \"x\", \"nodes\": [{\"id\": \"\\u001b[2Jn\"}]}");
    var told = Commands.run("validate", loud);
    assertThat(told.status()).isEqualTo(1);
    assertThat(told.out() + told.err()).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "validate",
        "validate --what x",
        "validate --json=1 x",
        "compile",
        "compile a b",
        "compile x --format",
        "compile x --format xml",
        "compile x --format yaml --format ir",
        "deploy x --flow a --flow b",
        "deploy"
      })
  void wrongUsageIsExplained(String line) {
    var ended = Commands.run(Map.of(Settings.KEY, Commands.KEY), "", line.split(" "));

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).isNotBlank().doesNotContain("Exception");
  }

  @Test
  void helpNamesEveryCommandVariableAndStatus() {
    for (var help : new String[][] {{"help"}, {"--help"}, {"-h"}, {"deploy", "--help"}}) {
      assertThat(FlowCommand.isMeant(help)).isTrue();
      var ended = Commands.run(help);
      assertThat(ended.status()).isZero();
      assertThat(ended.out())
          .contains(
              "deploy FILE", "validate FILE", "compile FILE", Settings.URL, Settings.KEY, "3 the");
    }
    assertThat(FlowCommand.isMeant(new String[0])).isFalse();
    assertThat(FlowCommand.isMeant(new String[] {"--server.port=8081"})).isFalse();
  }

  @Test
  void theProcessIsTheCommandAndNothingElse() throws Exception {
    var file = Commands.sample(folder, BROKEN);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "ai.scailabs.scaicore.Launcher",
                "validate",
                file)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
    assertThat(folder.resolve("out")).hasContent(file + ": 3 errors, 2 warnings");
    assertThat(Files.readString(folder.resolve("err")).lines())
        .as("no log, no banner")
        .allSatisfy(line -> assertThat(line).startsWith(file + ": "));
    assertThat(folder.toFile().list())
        .as("no data folder")
        .containsExactlyInAnyOrder("three-errors.flow.json", "out", "err");
  }
}
