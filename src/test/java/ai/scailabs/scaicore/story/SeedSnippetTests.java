package ai.scailabs.scaicore.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The snippets of {@code seeds/publish-as-model.md}, unchanged, each run by what it is written for
 * against the running server. Before them stands only what they take for granted: imports, and the
 * id of the Core in a variable.
 */
@ServerTest
class SeedSnippetTests {

  private static final String SLUG = "scaicore/acme/approval-agent";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @LocalServerPort private int port;
  @TempDir private Path folder;
  private Http admin;
  private String core;

  @BeforeEach
  void anApprovalAgentRuns() {
    admin = new Http(port, Demo.ADMIN);
    admin
        .get(Demo.CORES + "?limit=200")
        .data()
        .path("items")
        .valueStream()
        .filter(seen -> seen.path("slug").asString().equals("approval-agent"))
        .forEach(seen -> admin.send("DELETE", path(seen.path("id").asString()), r -> r));
    core = Demo.running(admin, "Approval Agent", Demo.sample("approval-agent.ir.json"));
  }

  @AfterEach
  void itGoes() {
    admin.send("DELETE", path(core), r -> r);
  }

  private static String path(String coreId) {
    return Demo.CORES + "/" + coreId;
  }

  @Test
  void curlPublishesChatsAndUnpublishes() {
    var bash = interpreter("bash, curl", List.of("bash"), "curl --version");

    var published = JSON.readTree(run(bash, script("publish.sh", "")));
    assertThat(published.at("/data/metadata/published_slug").asString()).isEqualTo(SLUG);
    assertPublishedTo("mg_qa");
    var reply = JSON.readTree(run(bash, script("chat.sh", "")));
    assertThat(reply.at("/data/choices/0/message/role").asString()).isEqualTo("assistant");
    assertThat(reply.at("/data/model").asString()).isEqualTo(SLUG);
    var unpublished = JSON.readTree(run(bash, script("unpublish.sh", "")));
    assertThat(unpublished.path("status").asString()).isEqualTo("ok");
    assertThat(metadata().has("published_slug")).isFalse();
  }

  @Test
  void pythonPublishes() {
    var python =
        interpreter(
            "python3, python3-httpx", List.of("python3", "/usr/bin/python3"), "import httpx");

    var said =
        run(
            python,
            script("publish.py", "import os\nimport httpx\ncore_id = os.environ['CORE_ID']\n"));

    assertThat(said.strip()).isEqualTo(SLUG);
    assertPublishedTo("mg_qa");
  }

  @Test
  void javaScriptPublishes() {
    var node =
        interpreter(
            "nodejs 18 or newer",
            List.of("node", "nodejs"),
            "process.exit(typeof fetch === 'function' ? 0 : 1)");

    var said = run(node, script("publish.mjs", "const coreId = process.env.CORE_ID;\n"));

    assertThat(said.strip()).isEqualTo(SLUG);
    assertPublishedTo("mg_qa");
  }

  private void assertPublishedTo(String group) {
    assertThat(metadata().path("published").asBoolean()).isTrue();
    assertThat(admin.get("/v1/models/groups/" + group).body()).contains(SLUG);
  }

  private JsonNode metadata() {
    return admin.get(path(core)).data().path("metadata");
  }

  /** The first of some interpreters that carries out a line; says so loudly where there is none. */
  private static String interpreter(String needed, List<String> candidates, String line) {
    for (var candidate : candidates) {
      try {
        var flag = candidate.startsWith("node") ? "-e" : "-c";
        var process =
            new ProcessBuilder(candidate, flag, line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() == 0) {
          return candidate;
        }
      } catch (IOException e) {
        // It is not there; the next may be.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    System.err.printf("%n##### NOT TESTED: a snippet of the seeds needs %s #####%n%n", needed);
    return abort("needs " + needed);
  }

  private Path script(String name, String before) {
    try (var in = getClass().getResourceAsStream("/snippets/" + name)) {
      var snippet =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      return Files.writeString(folder.resolve(name), before + snippet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it prints; fails where it does not end well. */
  private String run(String interpreter, Path script) {
    var builder = new ProcessBuilder(interpreter, script.toString());
    var output = folder.resolve("out");
    var errors = folder.resolve("err");
    builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("SCAIGRID_HOST", "http://127.0.0.1:" + port);
    builder.environment().put("SCAIGRID_API_KEY", Demo.ADMIN);
    builder.environment().put("CORE_ID", core);
    builder.environment().put("NO_PROXY", "127.0.0.1");
    try {
      var process = builder.start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still runs: " + script);
      }
      assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
