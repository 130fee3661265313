package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.core.Pictures.base64;
import static ai.scailabs.scaicore.core.Pictures.path;
import static ai.scailabs.scaicore.core.Pictures.png;
import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code seeds/api-reference.md}, "POST /cores": avatars in its body. */
@ServerTest
class InlineAvatarTests {

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private Http admin;
  private Http nobody;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
    nobody = admin.as(null);
  }

  @Test
  void anAvatarMayComeWithTheCore() {
    var png = Demo.sampleBytes("avatar.png");
    for (var prefix : new String[] {"", "data:image/png;base64,", "data:;base64,"}) {
      var made = create(prefix + base64(png), "\"image/png\"");
      assertThat(made.status()).as(made.body()).isEqualTo(201);
      var id = made.data().path("id").asString();
      assertThat(made.data().path("status").asString()).isEqualTo("created");
      assertThat(made.data().path("avatar_url").asString()).isEqualTo(path(id));
      assertThat(nobody.get(path(id)).response().body()).isEqualTo(png);
    }
    var broken = Base64.getMimeEncoder().encodeToString(png).replace("\r\n", "\\r\\n");
    assertThat(create(broken, "null").status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "not base64!, null, VALIDATION_ERROR",
        "iVBORw0K, `\"image/png\"`, INVALID_FILE_TYPE",
        "R0lGODlh, `\"image/png\"`, INVALID_FILE_TYPE",
        "`data:image/png;base64,R0lGODlh`, null, INVALID_FILE_TYPE",
        "`data:text/plain,R0lGODlh`, null, VALIDATION_ERROR",
        "``, null, INVALID_FILE_TYPE",
        "R0lGODlh, 5, VALIDATION_ERROR",
      })
  void aBadInlineAvatarMakesNoCore(String avatar, String type, String code) {
    long before = cores();

    var refused = create(avatar, type);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).as(refused.body()).isEqualTo(code);
    assertThat(cores()).isEqualTo(before);
  }

  @Test
  void anInlineAvatarOverTheLimitOrATypeWithoutOneIsRefused() {
    assertThat(create(base64(png(Avatar.MAX_BYTES + 1)), "null").code())
        .isEqualTo("FILE_TOO_LARGE");
    assertThat(create(base64(png(Avatar.MAX_BYTES)), "null").status()).isEqualTo(201);
    var typeOnly = admin.post(CORES, "{\"name\": \"T\", \"avatar_content_type\": \"image/png\"}");
    assertThat(typeOnly.field()).isEqualTo("avatar_b64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "!", " "})
  void whatIsTooLongToBeOneIsRefusedUnread(String letter) {
    var refused = create(letter.repeat(Avatar.MAX_BYTES / 2 * 3 + 1), "null");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("FILE_TOO_LARGE");
    assertThat(refused.message()).contains("3,145,729 characters", "2 MB");
  }

  @Test
  void theAvatarInsideAProgramIsNotTheCores() {
    var made =
        admin.post(
            CORES,
            "{\"name\": \"%s\", \"source\": %s}"
                .formatted(Ids.next("Packed "), Demo.sample("approval-agent.ir.json")));

    assertThat(made.data().path("source").has("avatar")).isTrue();
    assertThat(made.data().path("avatar_url").isNull()).isTrue();
  }

  private Http.Answer create(String avatar, String type) {
    return admin.post(
        CORES,
        "{\"name\": \"%s\", \"avatar_b64\": \"%s\", \"avatar_content_type\": %s}"
            .formatted(Ids.next("Inline "), avatar, type));
  }

  private long cores() {
    return jdbc.sql("select count(*) from mod_scaicore_cores").query(Long.class).single();
  }
}
