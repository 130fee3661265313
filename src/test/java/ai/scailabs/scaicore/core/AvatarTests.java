package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.core.Pictures.path;
import static ai.scailabs.scaicore.core.Pictures.png;
import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code seeds/api-reference.md}, "Avatar", and what the HTTP contract adds to it. */
@ServerTest
class AvatarTests {

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
  void anUploadedAvatarIsServedToAnybodyWithItsTypeAndMayBeCachedForAnHour() {
    var id = core();
    var png = Demo.sampleBytes("avatar.png");

    var uploaded = Demo.upload(admin, path(id), png, "avatar.png", "image/png");

    assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(200);
    assertThat(uploaded.data().path("id").asString()).isEqualTo(id);
    assertThat(uploaded.data().path("avatar_url").asString()).isEqualTo(path(id));
    assertThat(admin.get(CORES + "/" + id).data()).isEqualTo(uploaded.data());
    var got = nobody.get(path(id));
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.response().body()).isEqualTo(png);
    assertThat(got.header("Content-Type")).isEqualTo("image/png");
    assertThat(got.header("Content-Length")).isEqualTo("" + png.length);
    assertThat(got.response().headers().allValues("Cache-Control"))
        .containsExactly("public, max-age=3600");
    assertThat(got.response().headers().allValues("Pragma")).isEmpty();
    assertThat(got.response().headers().allValues("Expires")).isEmpty();
    assertThat(got.header("ETag")).matches("\"[A-Za-z0-9_-]{43}\"");
    assertThat(got.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void whoeverHasItAlreadyIsToldSo() {
    var id = core();
    Demo.upload(admin, path(id), Demo.sampleBytes("avatar.png"));
    var etag = nobody.get(path(id)).header("ETag");

    for (var match : new String[] {etag, "W/" + etag, "\"other\", " + etag}) {
      var same = nobody.send("GET", path(id), r -> r.header("If-None-Match", match));
      assertThat(same.status()).as(match).isEqualTo(304);
      assertThat(same.response().body()).isEmpty();
      assertThat(same.header("ETag")).isEqualTo(etag);
      assertThat(same.header("Cache-Control")).isEqualTo("public, max-age=3600");
    }
    assertThat(nobody.send("GET", path(id), r -> r.header("If-None-Match", "\"other\"")).status())
        .isEqualTo(200);
    Demo.upload(admin, path(id), Demo.sampleBytes("avatar-gif-named.png"));
    assertThat(nobody.send("GET", path(id), r -> r.header("If-None-Match", etag)).status())
        .isEqualTo(200);
  }

  @Test
  void headSaysWhatGetWouldWithoutTheBytes() {
    var id = core();
    assertThat(nobody.send("HEAD", path(id), r -> r).status()).isEqualTo(404);
    Demo.upload(admin, path(id), Demo.sampleBytes("avatar.png"));

    var head = nobody.send("HEAD", path(id), r -> r);
    var get = nobody.get(path(id));

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.response().body()).isEmpty();
    for (var name : new String[] {"Content-Type", "Content-Length", "ETag", "Cache-Control"}) {
      assertThat(head.header(name)).as(name).isEqualTo(get.header(name)).isNotEmpty();
    }
    assertThat(
            nobody
                .send("HEAD", path(id), r -> r.header("If-None-Match", head.header("ETag")))
                .status())
        .isEqualTo(304);
  }

  @Test
  void theTypeIsThatOfTheContentAndNotOfTheName() {
    var id = core();
    var gif = Demo.sampleBytes("avatar-gif-named.png");

    assertThat(Demo.upload(admin, path(id), gif, "avatar.png", "image/gif").status())
        .isEqualTo(200);
    assertThat(nobody.get(path(id)).header("Content-Type")).isEqualTo("image/gif");
    assertThat(Demo.upload(admin, path(id), gif, "avatar.exe", "application/octet-stream"))
        .satisfies(a -> assertThat(a.status()).isEqualTo(200));
    var lied = Demo.upload(admin, path(id), gif, "avatar.png", "image/png");
    assertThat(lied.status()).isEqualTo(400);
    assertThat(lied.code()).isEqualTo("INVALID_FILE_TYPE");
    assertThat(lied.message()).contains("image/png", "image/gif");
  }

  @Test
  void anSvgIsServedAsItIsInASandbox() {
    var id = core();
    var hostile = Demo.sampleBytes("avatar-hostile.svg");
    assertThat(Demo.upload(admin, path(id), hostile, "a.svg", "image/svg+xml").status())
        .isEqualTo(200);

    var got = nobody.get(path(id));

    assertThat(got.header("Content-Type")).isEqualTo("image/svg+xml");
    assertThat(got.response().body()).isEqualTo(hostile);
    assertThat(got.response().headers().allValues("Content-Security-Policy"))
        .containsExactly("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    assertThat(got.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(got.header("X-Frame-Options")).isEqualTo("DENY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "<html></html>", "%PDF-1.7", "\u0000\u0000"})
  void whatIsNoPictureIsRefused(String content) {
    var id = core();
    var bytes = content.getBytes(StandardCharsets.ISO_8859_1);

    var refused = Demo.upload(admin, path(id), bytes, "a.png", "image/png");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("INVALID_FILE_TYPE");
    assertThat(refused.message()).contains("PNG, JPEG, GIF or WebP");
    assertThat(nobody.get(path(id)).code()).isEqualTo("NO_AVATAR");
  }

  @Test
  void twoMegabytesAreTakenAndOneByteMoreIsNot() {
    var id = core();
    assertThat(Demo.upload(admin, path(id), png(Avatar.MAX_BYTES)).status()).isEqualTo(200);
    assertThat(nobody.get(path(id)).response().body()).isEqualTo(png(Avatar.MAX_BYTES));
    for (int bytes : new int[] {Avatar.MAX_BYTES + 1, 2 * Avatar.MAX_BYTES}) {
      var large = Demo.upload(admin, path(id), png(bytes));
      assertThat(large.status()).isEqualTo(400);
      assertThat(large.code()).isEqualTo("FILE_TOO_LARGE");
    }
    assertThat(Demo.upload(admin, path(id), png(2 * Avatar.MAX_BYTES + 100_000)).code())
        .isEqualTo("PAYLOAD_TOO_LARGE");
  }

  @Test
  void whatIsNotThereSaysSoInTheEnvelope() {
    var id = core();
    var none = nobody.send("GET", path(id), r -> r.header("Accept", "image/*"));
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.code()).isEqualTo("NO_AVATAR");
    assertThat(none.header("Cache-Control")).contains("no-store");
    assertThat(nobody.get(path("core_unknown")).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(nobody.get(path("x".repeat(300))).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(Demo.upload(admin, path("core_unknown"), png(100)).code())
        .isEqualTo("CORE_NOT_FOUND");
    var formless = admin.post(path(id), "{}");
    assertThat(formless.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    assertThat(nobody.send("DELETE", path(id), r -> r).status()).isEqualTo(401);
    assertThat(admin.send("DELETE", path(id), r -> r).code()).isEqualTo("METHOD_NOT_ALLOWED");
  }

  @Test
  void aBadTokenIsNoReasonToRefuseWhatIsPublic() {
    var id = core();
    Demo.upload(admin, path(id), png(100));

    assertThat(nobody.as("sgk_nonsense").get(path(id)).status()).isEqualTo(200);
  }

  @Test
  void onlyWhoManagesCoresOfTheTenantUploadsAndTheAuditKnows() {
    var id = core();
    assertThat(Demo.upload(nobody, path(id), png(100)).status()).isEqualTo(401);
    assertThat(Demo.upload(admin.as(Demo.VIEWER), path(id), png(100)).code())
        .isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(Demo.upload(admin.as(Demo.GLOBEX), path(id), png(100)).code())
        .isEqualTo("CORE_NOT_FOUND");
    assertThat(Demo.upload(admin.as(Demo.OPERATOR), path(id), png(100)).status()).isEqualTo(200);

    var events =
        jdbc.sql(
                """
                select status || ' ' || actor_email from scaigrid_audit_events
                where action = 'avatar.upload' and resource_id = ? and module = 'scaicore'
                order by created_at
                """)
            .param(id)
            .query((row, n) -> row.getString(1))
            .list();
    assertThat(events)
        .containsExactly("denied viewer@acme", "failed admin@globex", "success operator@acme");
  }

  @Test
  void whoeverGetsWhileItIsReplacedHasOneOfThemWhole() {
    var id = core();
    var png = png(300_000);
    var gif = ("GIF89a" + "g".repeat(200_000)).getBytes(StandardCharsets.US_ASCII);
    Demo.upload(admin, path(id), png);
    Set<String> etags = ConcurrentHashMap.newKeySet();

    var seen =
        AtOnce.run(
            6,
            i -> {
              boolean whole = true;
              for (int round = 0; round < 12; round++) {
                if (i < 2) {
                  var answer = Demo.upload(admin, path(id), i == 0 ? png : gif);
                  whole &= answer.status() == 200;
                } else {
                  var got = nobody.get(path(id));
                  boolean isPng = got.header("Content-Type").equals("image/png");
                  whole &= Arrays.equals(got.response().body(), isPng ? png : gif);
                  etags.add(got.header("ETag"));
                }
              }
              return whole;
            });

    assertThat(seen).containsOnly(true);
    assertThat(etags).hasSizeLessThanOrEqualTo(2);
    var last = nobody.get(path(id)).response().body();
    assertThat(Arrays.equals(last, png) || Arrays.equals(last, gif)).isTrue();
  }

  @Test
  void aPublishedCoresModelShowsItsAvatar() {
    var id = Demo.running(admin, Ids.next("Pictured "), Demo.sample("greeter.ir.json"));
    var slug =
        admin
            .post(CORES + "/" + id + "/publish", "{}")
            .data()
            .path("metadata")
            .path("published_slug")
            .asString();
    assertThat(admin.get("/v1/models/" + slug).data().path("avatar_url").isNull()).isTrue();

    Demo.upload(admin, path(id), png(100));

    assertThat(admin.get("/v1/models/" + slug).data().path("avatar_url").asString())
        .isEqualTo(path(id));
  }

  private String core() {
    return Demo.create(admin, Ids.next("Avatar "), "{}");
  }
}
