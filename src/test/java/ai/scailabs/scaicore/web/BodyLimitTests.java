package ai.scailabs.scaicore.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.PathContainer;

@ServerTest
@Import(Probe.class)
class BodyLimitTests {

  private static final int MB = 1024 * 1024;

  @LocalServerPort int port;
  @Autowired DirectoryWriter writer;

  Http http;

  @BeforeEach
  void setUp() {
    http = new Http(port, new Town(writer).keyOf(BuiltInRole.TENANT_ADMIN));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/modules/scaicore/cores, 25165824",
    "PUT, /v1/modules/scaicore/cores/core_1, 25165824",
    "POST, /v1/modules/scaicore/cores/parse-bundle, 21037056",
    "POST, /v1/modules/scaicore/cores/core_1/avatar, 4259840",
    "POST, /v1/modules/scaicore/cores/core_1/invoke, 2097152",
    "POST, /v1/inference/chat, 2097152"
  })
  void everyPathHasItsLimit(String method, String path, long limit) {
    assertThat(BodyLimits.of(method, PathContainer.parsePath(path))).isEqualTo(limit);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoMegabytesPassAndOneByteMoreDoesNot(boolean chunked) {
    assertThat(post("/probe/body", "application/json", json(2 * MB), chunked).status())
        .isEqualTo(200);
    var refused = post("/probe/body", "application/json", json(2 * MB + 1), chunked);
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.code()).isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(refused.message()).contains("2,097,152 bytes");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRefusedBodyOfManyMegabytesStillGetsItsAnswer(boolean chunked) {
    var refused = post("/probe/body", "application/json", json(20 * MB), chunked);
    assertThat(refused.code()).isEqualTo("PAYLOAD_TOO_LARGE");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileOfMoreThanTheContainersOwnLimitArrives(boolean chunked) {
    var answer = post("/probe/file", "multipart/form-data; boundary=b", form(3 * MB / 2), chunked);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().asInt()).isEqualTo(3 * MB / 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFormOverTheLimitOfItsPathIsRefused(boolean chunked) {
    var type = "multipart/form-data; boundary=b";
    assertThat(post("/probe/file", type, form(3 * MB), chunked).code())
        .isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(post("/probe/file", type, form(22 * MB), chunked).code())
        .isEqualTo("PAYLOAD_TOO_LARGE");
  }

  @Test
  void aBrokenFormIsInvalid() {
    var broken =
        post(
            "/probe/file",
            "multipart/form-data; boundary=b",
            "--b\r\nnonsense".getBytes(StandardCharsets.UTF_8),
            false);
    assertThat(broken.code()).isEqualTo("VALIDATION_ERROR");
    var missing =
        post(
            "/probe/file",
            "multipart/form-data; boundary=b",
            "--b--\r\n".getBytes(StandardCharsets.UTF_8),
            false);
    assertThat(missing.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(missing.field()).isEqualTo("file");
    assertThat(http.post("/probe/file", "{}").code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    assertThat(post("/probe/file", "multipart/form-data", new byte[] {1}, false).code())
        .isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void nobodysBodyIsNotEvenLookedAt() {
    var refused =
        http.as(null).send("POST", "/probe/body", r -> r.POST(publisher(json(20 * MB), true)));
    assertThat(refused.code()).isEqualTo("AUTH_TOKEN_MISSING");
  }

  private Http.Answer post(String path, String type, byte[] body, boolean chunked) {
    return http.send(
        "POST", path, r -> r.header("Content-Type", type).POST(publisher(body, chunked)));
  }

  private static BodyPublisher publisher(byte[] body, boolean chunked) {
    return chunked
        ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
        : BodyPublishers.ofByteArray(body);
  }

  private static byte[] json(int size) {
    var head = "{\"name\":\"";
    return (head + "x".repeat(size - head.length() - 2) + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] form(int size) {
    return ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"
            + "x".repeat(size)
            + "\r\n--b--\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
