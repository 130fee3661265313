package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** {@code seeds/api-reference.md}, "POST /cores/parse-bundle". */
@ServerTest
class BundleEndpointTests {

  private static final String PARSE = CORES + "/parse-bundle";

  @LocalServerPort private int port;
  private Http admin;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
  }

  @Test
  void aBinaryBundleAndItsJsonGiveTheSameSource() {
    var binary = Demo.upload(admin, PARSE, Demo.sampleBytes("approval-agent.scaicore-ir"));
    var json = Demo.upload(admin, PARSE, Demo.sampleBytes("approval-agent.ir.json"));

    assertThat(binary.status()).isEqualTo(200);
    assertThat(binary.data()).isEqualTo(json.data());
    assertThat(binary.data().path("source"))
        .isEqualTo(JsonMapper.shared().readTree(Demo.sample("approval-agent.ir.json")));
    var summary = binary.data().path("summary");
    assertThat(summary.path("version").asString()).isEqualTo("2.1.0");
    assertThat(summary.path("schema_version").asString()).isEqualTo("0.2");
    assertThat(summary.path("flows").toString()).isEqualTo("[\"approval\"]");
    assertThat(summary.path("identity_name").asString()).isEqualTo("Ada");
    assertThat(summary.path("has_triggers").asBoolean()).isTrue();
    assertThat(summary.path("has_plugins").asBoolean()).isTrue();
    assertThat(summary.path("avatar").path("content_type").asString()).isEqualTo("image/png");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "array-not-map",
        "deep",
        "huge-declared-map",
        "huge-declared-string",
        "magic-only",
        "trailing",
        "truncated"
      })
  void aBrokenBundleIsRefusedWithAReason(String name) {
    var answer = Demo.upload(admin, PARSE, Demo.sampleBytes("broken/" + name + ".scaicore-ir"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.message()).startsWith("Failed to parse bundle: ");
  }

  @Test
  void whatIsNeitherABundleNorJsonIsToldSo() {
    var wrong = Demo.upload(admin, PARSE, Demo.sampleBytes("broken/wrong-magic.scaicore-ir"));
    assertThat(wrong.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(wrong.message()).isEqualTo("File is neither a valid .scaicore-ir bundle nor JSON");
    assertThat(admin.post(PARSE, "{}").code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void theDeepestBundleThatParsesBecomesACore() {
    var deepest = "{\"a\":".repeat(127) + "{}" + "}".repeat(127);
    var parsed = Demo.upload(admin, PARSE, deepest.getBytes(StandardCharsets.US_ASCII));
    assertThat(parsed.status()).as(parsed.body()).isEqualTo(200);

    var core = Demo.create(admin, "Deepest", parsed.data().path("source").toString());

    assertThat(admin.get(CORES + "/" + core).data().path("source"))
        .isEqualTo(parsed.data().path("source"));
  }

  @Test
  void anUploadOverTheLimitIsReadAndRefused() {
    var over = Demo.upload(admin, PARSE, json(10 * 1024 * 1024 + 1));
    assertThat(over.status()).isEqualTo(400);
    assertThat(over.code()).isEqualTo("FILE_TOO_LARGE");
    assertThat(over.message()).isEqualTo("Bundle exceeds 10 MB limit");
    assertThat(Demo.upload(admin, PARSE, json(10 * 1024 * 1024)).status()).isEqualTo(200);
  }

  /** A JSON object of so many bytes. */
  private static byte[] json(int size) {
    var frame = "{\"note\":\"\"}";
    return ("{\"note\":\"" + "x".repeat(size - frame.length()) + "\"}")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
