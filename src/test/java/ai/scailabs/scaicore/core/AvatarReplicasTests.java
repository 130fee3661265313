package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.TestPostgres;
import ai.scailabs.scaicore.testing.TestS3;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Avatars in S3, over two application contexts and one database. */
class AvatarReplicasTests {

  @Test
  void whatOneReplicaTookTheOtherShowsAtOnceAndAStoreThatStopsIsSaidSo() {
    var database = TestPostgres.newDatabase();
    try (var s3 = TestS3.start();
        var one = new Replica(database, s3.arguments());
        var two = new Replica(database, s3.arguments())) {
      var first = one.as(Demo.ADMIN);
      var second = two.as(Demo.ADMIN);
      var png = Demo.sampleBytes("avatar.png");
      var gif = Demo.sampleBytes("avatar-gif-named.png");
      var id = Demo.create(first, "Shared", "{}");
      var path = CORES + "/" + id + "/avatar";

      for (var file : new byte[][] {png, gif, png}) {
        assertThat(Demo.upload(first, path, file).status()).isEqualTo(200);
        assertThat(second.get(path).response().body()).isEqualTo(file);
        assertThat(first.get(path).header("ETag")).isEqualTo(second.get(path).header("ETag"));
      }
      var stored =
          s3.client()
              .headObject(r -> r.bucket(s3.bucket()).key("scaicore/ten_acme/" + id + "/avatar"));
      assertThat(stored.contentType()).isEqualTo("image/png");

      // What is in memory is served on; what needs the store is not, and nothing else is disturbed.
      var cold = Demo.create(first, "Cold", "{}");
      assertThat(Demo.upload(first, CORES + "/" + cold + "/avatar", png).status()).isEqualTo(200);
      s3.stop();
      assertThat(second.get(path).response().body()).isEqualTo(png);
      assertStorageError(second.get(CORES + "/" + cold + "/avatar"), s3);
      assertStorageError(
          first.post(
              CORES,
              "{\"name\": \"Half\", \"avatar_b64\": \""
                  + Base64.getEncoder().encodeToString(png)
                  + "\"}"),
          s3);
      assertThat(first.get(CORES).body()).doesNotContain("\"Half\"");
      assertThat(second.get(path).response().body()).isEqualTo(png);

      // Whether the store took what it gave no answer about, only the store can tell.
      assertStorageError(Demo.upload(second, path, gif), s3);
      assertStorageError(first.get(path), s3);
      assertStorageError(second.get(path), s3);
      assertThat(first.send("DELETE", CORES + "/" + id, r -> r).status()).isEqualTo(200);
      assertThat(second.get(path).code()).isEqualTo("CORE_NOT_FOUND");
    }
  }

  private static void assertStorageError(Http.Answer answer, TestS3 s3) {
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.code()).isEqualTo("STORAGE_ERROR");
    assertThat(answer.body())
        .doesNotContain(s3.endpoint().getAuthority(), TestS3.ACCESS_KEY_ID)
        .doesNotContain(TestS3.SECRET_ACCESS_KEY);
  }
}
