package ai.scailabs.scaicore.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.ServerTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** "Avatar". */
@ServerTest
class AvatarReferenceTests extends ReadPage {

  private static final String ENDPOINTS =
      """
      POST /cores/{core_id}/avatar
      GET /cores/{core_id}/avatar
      """;

  private static final String RULES =
      """
      PNG
      JPEG
      GIF
      WebP
      SVG
      2 MB max
      magic bytes reject mismatched content
      stored at scaicore/{tenant_id}/{core_id}/avatar
      avatar_url is the proxy path
      public, unauthenticated
      1-hour cache header
      """;

  private static final String CODES =
      """
      400 INVALID_FILE_TYPE
      400 FILE_TOO_LARGE
      404 NO_AVATAR
      """;

  private static final int LARGEST = 2 * 1024 * 1024;

  /** The first bytes of each type. */
  private static final Map<String, byte[]> PICTURES =
      Map.of(
          "PNG image/png", bytes("\u0089PNG\r\n\u001a\n"),
          "JPEG image/jpeg", bytes("\u00ff\u00d8\u00ff\u00e0"),
          "GIF image/gif", bytes("GIF89a"),
          "WebP image/webp", bytes("RIFF\0\0\0\0WEBP"),
          "SVG image/svg+xml", bytes("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));

  @Autowired private Environment environment;

  AvatarReferenceTests() {
    super(ENDPOINTS, RULES, CODES);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void eachTypeIsKnownByItsBytesAndServedToAnybody() {
    var core = created(ASKS);
    refused(admin.as(null).get(core + "/avatar"), 404, "NO_AVATAR");
    for (var picture : PICTURES.entrySet()) {
      var type = picture.getKey().split(" ");
      var uploaded =
          good(Demo.upload(admin, core + "/avatar", picture.getValue(), "picture", type[1]), 200);
      assertThat(uploaded.data().path("avatar_url").asString()).isEqualTo(core + "/avatar");

      var shown = admin.as(null).get(core + "/avatar");
      assertThat(shown.status()).isEqualTo(200);
      assertThat(shown.response().body()).isEqualTo(picture.getValue());
      assertThat(shown.header("Content-Type")).startsWith(type[1]);
      assertThat(shown.header("Cache-Control")).contains("max-age=3600");
      tick(type[0]);
    }
    assertThat(admin.get(core).data().path("avatar_url").asString()).isEqualTo(core + "/avatar");
    tick("avatar_url is the proxy path", "public, unauthenticated", "1-hour cache header");
    tick("POST /cores/{core_id}/avatar", "GET /cores/{core_id}/avatar");
  }

  @Test
  void contentThatDoesNotMatchIsRejected() {
    var core = created(ASKS);
    for (var picture : PICTURES.entrySet()) {
      for (var other : PICTURES.keySet()) {
        var type = other.split(" ")[1];
        if (!other.equals(picture.getKey())) {
          refused(
              Demo.upload(admin, core + "/avatar", picture.getValue(), "picture", type),
              400,
              "INVALID_FILE_TYPE");
        }
      }
    }
    refused(Demo.upload(admin, core + "/avatar", bytes("text")), 400, "INVALID_FILE_TYPE");
    assertThat(admin.get(core).data().path("avatar_url").isNull()).isTrue();
    tick("magic bytes reject mismatched content");
  }

  @Test
  void twoMegabytesAreTheMostAndAreStoredWhereThePageSays() throws IOException {
    var core = created(ASKS);
    var most = Arrays.copyOf(bytes("GIF89a"), LARGEST);
    good(Demo.upload(admin, core + "/avatar", most), 200);
    var stored =
        Path.of(environment.getRequiredProperty("scaicore.embedded.data-dir"), "objects")
            .resolve("scaicore/" + tenant.id() + "/" + id(core) + "/avatar");
    assertThat(Files.readAllBytes(stored)).endsWith(most);
    tick("stored at scaicore/{tenant_id}/{core_id}/avatar");

    var over = Demo.upload(admin, core + "/avatar", Arrays.copyOf(most, LARGEST + 1));
    refused(over, 400, "FILE_TOO_LARGE");
    assertThat(admin.get(core + "/avatar").response().body()).isEqualTo(most);
    tick("2 MB max");
  }
}
