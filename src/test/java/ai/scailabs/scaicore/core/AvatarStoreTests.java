package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.core.Pictures.base64;
import static ai.scailabs.scaicore.core.Pictures.path;
import static ai.scailabs.scaicore.core.Pictures.png;
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
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;

/** What becomes of avatars in the object store, and of their Cores where it fails. */
@ServerTest
@ExtendWith(OutputCaptureExtension.class)
class AvatarStoreTests {

  @LocalServerPort private int port;
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
  void itIsStoredAtThePathOfTheContract() throws IOException {
    var id = core();
    Demo.upload(admin, path(id), Demo.sampleBytes("avatar.png"));

    assertThat(Files.readAllBytes(objects().resolve("scaicore/ten_acme/" + id + "/avatar")))
        .endsWith(Demo.sampleBytes("avatar.png"));
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

    var upload = Demo.upload(owner, path(id), png(100));
    var inline =
        owner.post(CORES, "{\"name\": \"Half\", \"avatar_b64\": \"" + base64(png(100)) + "\"}");

    for (var failed : new Http.Answer[] {upload, inline}) {
      assertThat(failed.status()).isEqualTo(502);
      assertThat(failed.code()).isEqualTo("STORAGE_ERROR");
      assertThat(failed.message()).contains("try again").doesNotContain(blocked.toString());
    }
    assertThat(owner.get(CORES + "/" + id).data()).isEqualTo(before);
    assertThat(owner.get(CORES).data().path("items").size()).isEqualTo(1);
    assertThat(nobody.get(path(id)).code()).isEqualTo("NO_AVATAR");

    // The name is free for whoever tries again.
    Files.delete(blocked);
    assertThat(
            owner
                .post(CORES, "{\"name\": \"Half\", \"avatar_b64\": \"" + base64(png(100)) + "\"}")
                .status())
        .isEqualTo(201);
    assertThat(Demo.upload(owner, path(id), png(100)).status()).isEqualTo(200);
    assertThat(nobody.get(path(id)).status()).isEqualTo(200);
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
    Demo.upload(admin, path(id), png(100));
    Demo.upload(admin, path(damaged), png(100));
    Files.delete(objects().resolve("scaicore/ten_acme/" + id + "/avatar"));
    Files.writeString(
        objects().resolve("scaicore/ten_acme/" + damaged + "/avatar"),
        "text/html\n<script>alert(1)</script>");

    assertThat(nobody.get(path(id)).code()).isEqualTo("NO_AVATAR");
    assertThat(nobody.get(path(damaged)).code()).isEqualTo("STORAGE_ERROR");

    Demo.upload(admin, path(damaged), png(100));
    assertThat(nobody.get(path(damaged)).status()).isEqualTo(200);
  }

  @Test
  void aDeletedCoresAvatarIsGoneFromTheStoreToo() {
    var town = new Town(directory);
    var tenant = town.tenant();
    var owner = admin.as(town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    var id = Demo.create(owner, "Short-lived", "{}");
    Demo.upload(owner, path(id), png(100));
    assertThat(nobody.get(path(id)).status()).isEqualTo(200);

    owner.send("DELETE", CORES + "/" + id, r -> r);

    assertThat(nobody.get(path(id)).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(Eventually.get(() -> objectsOf(tenant.id()), n -> n == 0)).isZero();
  }

  @Test
  void whoeverAsksAtOnceForWhatIsNotThereIsToldSoAndTheLogHasNoTraceOfIt(CapturedOutput output)
      throws IOException {
    var id = core();
    Demo.upload(admin, path(id), png(100));
    Files.writeString(objects().resolve("scaicore/ten_acme/" + id + "/avatar"), "a/b\nno picture");

    var answers = AtOnce.run(8, i -> nobody.get(path(id)));

    assertThat(answers).allSatisfy(a -> assertThat(a.code()).isEqualTo("STORAGE_ERROR"));
    assertThat(output).contains(id).doesNotContain("\tat ai.scailabs", "asynchronous load");
  }

  private String core() {
    return Demo.create(admin, Ids.next("Avatar "), "{}");
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
}
