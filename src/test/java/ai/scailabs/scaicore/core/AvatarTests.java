package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code seeds/api-reference.md}, "Avatar", and what the HTTP contract adds to it. */
@ServerTest
class AvatarTests {

  private static final int MAX = 2 * 1024 * 1024;

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private DirectoryWriter directory;
  @Autowired private Environment environment;
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

    var uploaded = Demo.upload(admin, avatar(id), png, "avatar.png", "image/png");

    assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(200);
    assertThat(uploaded.data().path("id").asString()).isEqualTo(id);
    assertThat(uploaded.data().path("avatar_url").asString()).isEqualTo(avatar(id));
    assertThat(admin.get(CORES + "/" + id).data()).isEqualTo(uploaded.data());
    var got = nobody.get(avatar(id));
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
  void itIsStoredAtThePathOfTheContract() throws IOException {
    var id = core();
    Demo.upload(admin, avatar(id), Demo.sampleBytes("avatar.png"));

    assertThat(Files.readAllBytes(objects().resolve("scaicore/ten_acme/" + id + "/avatar")))
        .endsWith(Demo.sampleBytes("avatar.png"));
  }

  @Test
  void whoeverHasItAlreadyIsToldSo() {
    var id = core();
    Demo.upload(admin, avatar(id), Demo.sampleBytes("avatar.png"));
    var etag = nobody.get(avatar(id)).header("ETag");

    for (var match : new String[] {etag, "W/" + etag, "\"other\", " + etag}) {
      var same = nobody.send("GET", avatar(id), r -> r.header("If-None-Match", match));
      assertThat(same.status()).as(match).isEqualTo(304);
      assertThat(same.response().body()).isEmpty();
      assertThat(same.header("ETag")).isEqualTo(etag);
      assertThat(same.header("Cache-Control")).isEqualTo("public, max-age=3600");
    }
    assertThat(nobody.send("GET", avatar(id), r -> r.header("If-None-Match", "\"other\"")).status())
        .isEqualTo(200);
    Demo.upload(admin, avatar(id), Demo.sampleBytes("avatar-gif-named.png"));
    assertThat(nobody.send("GET", avatar(id), r -> r.header("If-None-Match", etag)).status())
        .isEqualTo(200);
  }

  @Test
  void headSaysWhatGetWouldWithoutTheBytes() {
    var id = core();
    assertThat(nobody.send("HEAD", avatar(id), r -> r).status()).isEqualTo(404);
    Demo.upload(admin, avatar(id), Demo.sampleBytes("avatar.png"));

    var head = nobody.send("HEAD", avatar(id), r -> r);
    var get = nobody.get(avatar(id));

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.response().body()).isEmpty();
    for (var name : new String[] {"Content-Type", "Content-Length", "ETag", "Cache-Control"}) {
      assertThat(head.header(name)).as(name).isEqualTo(get.header(name)).isNotEmpty();
    }
    assertThat(
            nobody
                .send("HEAD", avatar(id), r -> r.header("If-None-Match", head.header("ETag")))
                .status())
        .isEqualTo(304);
  }

  @Test
  void theTypeIsThatOfTheContentAndNotOfTheName() {
    var id = core();
    var gif = Demo.sampleBytes("avatar-gif-named.png");

    assertThat(Demo.upload(admin, avatar(id), gif, "avatar.png", "image/gif").status())
        .isEqualTo(200);
    assertThat(nobody.get(avatar(id)).header("Content-Type")).isEqualTo("image/gif");
    assertThat(Demo.upload(admin, avatar(id), gif, "avatar.exe", "application/octet-stream"))
        .satisfies(a -> assertThat(a.status()).isEqualTo(200));
    var lied = Demo.upload(admin, avatar(id), gif, "avatar.png", "image/png");
    assertThat(lied.status()).isEqualTo(400);
    assertThat(lied.code()).isEqualTo("INVALID_FILE_TYPE");
    assertThat(lied.message()).contains("image/png", "image/gif");
  }

  @Test
  void anSvgIsServedAsItIsInASandbox() {
    var id = core();
    var hostile = Demo.sampleBytes("avatar-hostile.svg");
    assertThat(Demo.upload(admin, avatar(id), hostile, "a.svg", "image/svg+xml").status())
        .isEqualTo(200);

    var got = nobody.get(avatar(id));

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

    var refused = Demo.upload(admin, avatar(id), bytes, "a.png", "image/png");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("INVALID_FILE_TYPE");
    assertThat(refused.message()).contains("PNG, JPEG, GIF or WebP");
    assertThat(nobody.get(avatar(id)).code()).isEqualTo("NO_AVATAR");
  }

  @Test
  void twoMegabytesAreTakenAndOneByteMoreIsNot() {
    var id = core();
    assertThat(Demo.upload(admin, avatar(id), png(MAX)).status()).isEqualTo(200);
    assertThat(nobody.get(avatar(id)).response().body()).isEqualTo(png(MAX));
    for (int bytes : new int[] {MAX + 1, 2 * MAX}) {
      var large = Demo.upload(admin, avatar(id), png(bytes));
      assertThat(large.status()).isEqualTo(400);
      assertThat(large.code()).isEqualTo("FILE_TOO_LARGE");
    }
    assertThat(Demo.upload(admin, avatar(id), png(2 * MAX + 100_000)).code())
        .isEqualTo("PAYLOAD_TOO_LARGE");
  }

  @Test
  void whatIsNotThereSaysSoInTheEnvelope() {
    var id = core();
    var none = nobody.send("GET", avatar(id), r -> r.header("Accept", "image/*"));
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.code()).isEqualTo("NO_AVATAR");
    assertThat(none.header("Cache-Control")).contains("no-store");
    assertThat(nobody.get(avatar("core_unknown")).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(nobody.get(avatar("x".repeat(300))).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(Demo.upload(admin, avatar("core_unknown"), png(100)).code())
        .isEqualTo("CORE_NOT_FOUND");
    var formless = admin.post(avatar(id), "{}");
    assertThat(formless.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    assertThat(nobody.send("DELETE", avatar(id), r -> r).status()).isEqualTo(401);
    assertThat(admin.send("DELETE", avatar(id), r -> r).code()).isEqualTo("METHOD_NOT_ALLOWED");
  }

  @Test
  void aBadTokenIsNoReasonToRefuseWhatIsPublic() {
    var id = core();
    Demo.upload(admin, avatar(id), png(100));

    assertThat(nobody.as("sgk_nonsense").get(avatar(id)).status()).isEqualTo(200);
  }

  @Test
  void onlyWhoManagesCoresOfTheTenantUploadsAndTheAuditKnows() {
    var id = core();
    assertThat(Demo.upload(nobody, avatar(id), png(100)).status()).isEqualTo(401);
    assertThat(Demo.upload(admin.as(Demo.VIEWER), avatar(id), png(100)).code())
        .isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(Demo.upload(admin.as(Demo.GLOBEX), avatar(id), png(100)).code())
        .isEqualTo("CORE_NOT_FOUND");
    assertThat(Demo.upload(admin.as(Demo.OPERATOR), avatar(id), png(100)).status()).isEqualTo(200);

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
    Demo.upload(admin, avatar(id), png);
    Set<String> etags = ConcurrentHashMap.newKeySet();

    var seen =
        AtOnce.run(
            6,
            i -> {
              boolean whole = true;
              for (int round = 0; round < 12; round++) {
                if (i < 2) {
                  var answer = Demo.upload(admin, avatar(id), i == 0 ? png : gif);
                  whole &= answer.status() == 200;
                } else {
                  var got = nobody.get(avatar(id));
                  boolean isPng = got.header("Content-Type").equals("image/png");
                  whole &= Arrays.equals(got.response().body(), isPng ? png : gif);
                  etags.add(got.header("ETag"));
                }
              }
              return whole;
            });

    assertThat(seen).containsOnly(true);
    assertThat(etags).hasSizeLessThanOrEqualTo(2);
    var last = nobody.get(avatar(id)).response().body();
    assertThat(nobody.get(avatar(id)).response().body()).isEqualTo(last);
  }

  @Test
  void anAvatarMayComeWithTheCore() {
    var png = Demo.sampleBytes("avatar.png");
    for (var prefix : new String[] {"", "data:image/png;base64,", "data:;base64,"}) {
      var made = create(prefix + base64(png), "\"image/png\"");
      assertThat(made.status()).as(made.body()).isEqualTo(201);
      var id = made.data().path("id").asString();
      assertThat(made.data().path("status").asString()).isEqualTo("created");
      assertThat(made.data().path("avatar_url").asString()).isEqualTo(avatar(id));
      assertThat(nobody.get(avatar(id)).response().body()).isEqualTo(png);
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
    assertThat(create(base64(png(MAX + 1)), "null").code()).isEqualTo("FILE_TOO_LARGE");
    assertThat(create(base64(png(MAX)), "null").status()).isEqualTo(201);
    var typeOnly = admin.post(CORES, "{\"name\": \"T\", \"avatar_content_type\": \"image/png\"}");
    assertThat(typeOnly.field()).isEqualTo("avatar_b64");
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

  @Test
  void aFailingStoreIsSaidSoAndLeavesNothingHalfMade() throws IOException {
    var town = new Town(directory);
    var tenant = town.tenant();
    var owner = admin.as(town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    Files.createDirectories(objects().resolve("scaicore"));
    var blocked = Files.writeString(objects().resolve("scaicore/" + tenant.id()), "no folder");
    var id = Demo.create(owner, "Without", "{}");
    var before = owner.get(CORES + "/" + id).data();

    var upload = Demo.upload(owner, avatar(id), png(100));
    var inline =
        owner.post(CORES, "{\"name\": \"Half\", \"avatar_b64\": \"" + base64(png(100)) + "\"}");

    for (var failed : new Http.Answer[] {upload, inline}) {
      assertThat(failed.status()).isEqualTo(502);
      assertThat(failed.code()).isEqualTo("STORAGE_ERROR");
      assertThat(failed.message()).contains("try again").doesNotContain(blocked.toString());
    }
    assertThat(owner.get(CORES + "/" + id).data()).isEqualTo(before);
    assertThat(owner.get(CORES).data().path("items").size()).isEqualTo(1);
    assertThat(nobody.get(avatar(id)).code()).isEqualTo("NO_AVATAR");

    // The name is free for whoever tries again.
    Files.delete(blocked);
    assertThat(
            owner
                .post(CORES, "{\"name\": \"Half\", \"avatar_b64\": \"" + base64(png(100)) + "\"}")
                .status())
        .isEqualTo(201);
    assertThat(Demo.upload(owner, avatar(id), png(100)).status()).isEqualTo(200);
    assertThat(nobody.get(avatar(id)).status()).isEqualTo(200);
  }

  @Test
  void aTakenSlugLeavesNoAvatarBehind() throws IOException {
    var town = new Town(directory);
    var tenant = town.tenant();
    var owner = admin.as(town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    var body = "{\"name\": \"Once\", \"avatar_b64\": \"" + base64(png(100)) + "\"}";

    var answers = AtOnce.run(6, i -> owner.post(CORES, body));

    assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(a -> a.status() != 201)
        .allSatisfy(a -> assertThat(a.code()).isEqualTo("SLUG_CONFLICT"));
    assertThat(Eventually.get(() -> objectsOf(tenant.id()), n -> n <= 1)).isEqualTo(1);
  }

  @Test
  void whatTheStoreLostOrDamagedIsNotServed() throws IOException {
    var id = core();
    var damaged = core();
    Demo.upload(admin, avatar(id), png(100));
    Demo.upload(admin, avatar(damaged), png(100));
    var file = objects().resolve("scaicore/ten_acme/" + id + "/avatar");
    var lost = Files.readAllBytes(file);
    Files.delete(file);
    Files.writeString(
        objects().resolve("scaicore/ten_acme/" + damaged + "/avatar"),
        "text/html\n<script>alert(1)</script>");

    assertThat(nobody.get(avatar(id)).code()).isEqualTo("NO_AVATAR");
    assertThat(nobody.get(avatar(damaged)).code()).isEqualTo("STORAGE_ERROR");

    // Neither is remembered once it is mended.
    Files.write(file, lost);
    assertThat(nobody.get(avatar(id)).status()).isEqualTo(200);
    Demo.upload(admin, avatar(damaged), png(100));
    assertThat(nobody.get(avatar(damaged)).status()).isEqualTo(200);
  }

  @Test
  void aDeletedCoresAvatarIsGoneFromTheStoreToo() {
    var town = new Town(directory);
    var tenant = town.tenant();
    var owner = admin.as(town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    var id = Demo.create(owner, "Short-lived", "{}");
    Demo.upload(owner, avatar(id), png(100));
    assertThat(nobody.get(avatar(id)).status()).isEqualTo(200);

    owner.send("DELETE", CORES + "/" + id, r -> r);

    assertThat(nobody.get(avatar(id)).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(Eventually.get(() -> objectsOf(tenant.id()), n -> n == 0)).isZero();
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

    Demo.upload(admin, avatar(id), png(100));

    assertThat(admin.get("/v1/models/" + slug).data().path("avatar_url").asString())
        .isEqualTo(avatar(id));
  }

  private String core() {
    return Demo.create(admin, Ids.next("Avatar "), "{}");
  }

  private static String avatar(String id) {
    return CORES + "/" + id + "/avatar";
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

  private Path objects() {
    return Path.of(environment.getRequiredProperty("scaicore.embedded.data-dir"), "objects");
  }

  private long objectsOf(String tenantId) {
    var folder = objects().resolve("scaicore").resolve(tenantId);
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException | UncheckedIOException e) {
      // The folder went with its last object.
      return 0;
    }
  }

  private static byte[] png(int size) {
    var bytes = new byte[size];
    var magic = Demo.sampleBytes("avatar.png");
    System.arraycopy(magic, 0, bytes, 0, Math.min(size, magic.length));
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
