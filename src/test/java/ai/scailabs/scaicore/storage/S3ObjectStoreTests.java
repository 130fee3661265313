package ai.scailabs.scaicore.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.scailabs.scaicore.storage.StorageProperties.S3;
import ai.scailabs.scaicore.testing.TestS3;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real S3 server: S3Proxy, in a container or in this process. */
class S3ObjectStoreTests extends ObjectStoreSuite {

  private static TestS3 server;
  private static S3ObjectStore store;

  @BeforeAll
  static void start() {
    server = TestS3.start();
    store = S3Access.open(settings(server.endpoint(), false), server.bucket());
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @Override
  ObjectStore store() {
    return store;
  }

  /** S3 promises it; S3Proxy reads an object's headers before it opens its bytes. */
  @Override
  boolean typesAreAsWholeAsBytes() {
    return false;
  }

  @Test
  void anObjectIsThereForEverybodyElseWithItsType() {
    store.put(ObjectKey.of("scaicore", "ten_a", "core_b", "avatar"), filled(5, 'x'), "image/png");

    var seen =
        server
            .client()
            .headObject(r -> r.bucket(server.bucket()).key("scaicore/ten_a/core_b/avatar"));

    assertThat(seen.contentType()).isEqualTo("image/png");
    assertThat(seen.contentLength()).isEqualTo(5);
  }

  @Test
  void aMissingBucketIsAReasonNotToStartUnlessItMayBeMade() {
    assertThatExceptionOfType(StorageUnusable.class)
        .isThrownBy(() -> S3Access.open(settings(server.endpoint(), false), "missing"))
        .withMessageContaining("the bucket missing")
        .withMessageContaining("SCAICORE_STORAGE_S3_CREATE_BUCKET");
    for (int replica = 0; replica < 2; replica++) {
      try (var made = S3Access.open(settings(server.endpoint(), true), "made-at-start")) {
        made.put(key("first"), filled(1, 'x'), "image/png");
        assertThat(made.get(key("first"), MB)).isPresent();
      }
    }
  }

  @Test
  void wrongCredentialsAreAReasonNotToStartAndAreNotRepeated() {
    var wrong = settings(server.endpoint(), "AKWRONG", "wrong-secret-77", Duration.ofSeconds(5));

    assertThatExceptionOfType(StorageUnusable.class)
        .isThrownBy(() -> S3Access.open(wrong, server.bucket()))
        .withMessageContaining("SCAICORE_STORAGE_S3_SECRET_ACCESS_KEY")
        .withMessageNotContaining("wrong-secret-77");
    assertThat(wrong.toString()).doesNotContain("wrong-secret-77", "AKWRONG");
  }

  @Test
  void aBucketThatGoesAwayIsAFailureAndNotAnEmptyStore() {
    try (var other = S3Access.open(settings(server.endpoint(), true), "short-lived")) {
      server.client().deleteBucket(r -> r.bucket("short-lived"));

      assertFails(() -> other.get(key("any"), MB));
      assertFails(() -> other.put(key("any"), filled(1, 'x'), "image/png"));
    }
  }

  @Test
  void aServerThatStopsIsAFailureThatTellsNothingOfIt() {
    var stopping = TestS3.start();
    try (var lost = S3Access.open(settings(stopping.endpoint(), false), stopping.bucket())) {
      lost.put(key("kept"), filled(1, 'x'), "image/png");
      stopping.close();

      var failure = assertFails(() -> lost.get(key("kept"), MB));
      assertThat(failure.getMessage())
          .contains("try again")
          .doesNotContain(stopping.endpoint().getAuthority(), TestS3.ACCESS_KEY_ID);
      assertFails(() -> lost.put(key("kept"), filled(1, 'x'), "image/png"));
      assertFails(() -> lost.delete(key("kept")));
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsNoReasonNotToStartUnlessTheBucketIsToBeMade() {
    var nobody = URI.create("http://127.0.0.1:9");
    assertThatExceptionOfType(StorageUnusable.class)
        .isThrownBy(() -> S3Access.open(settings(nobody, true), "objects"))
        .withMessageContaining("does not answer");
    try (var waiting = S3Access.open(settings(nobody, false), "objects")) {
      assertFails(() -> waiting.get(key("any"), MB));
    }
  }

  @Test
  void aServerThatNeverEndsItsAnswerIsGivenUpInTime() throws IOException {
    var release = new CountDownLatch(1);
    var asked = new AtomicInteger();
    var stuck = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stuck.setExecutor(Thread::startVirtualThread);
    stuck.createContext(
        "/",
        exchange -> {
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(200, head ? -1 : 1000);
          if (!head) {
            asked.incrementAndGet();
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await(release);
          }
          exchange.close();
        });
    stuck.start();
    var endpoint = URI.create("http://127.0.0.1:" + stuck.getAddress().getPort());
    try (var slow =
        S3Access.open(settings(endpoint, "AK", "secret", Duration.ofMillis(300)), "objects")) {
      long began = System.nanoTime();
      assertFails(() -> slow.get(key("any"), MB));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      assertThat(asked.get()).isBetween(1, 3);
    } finally {
      release.countDown();
      stuck.stop(0);
    }
  }

  @Test
  void halfOfTheCredentialsOrABadEndpointIsNamed() {
    assertThatExceptionOfType(StorageUnusable.class)
        .isThrownBy(
            () ->
                S3Access.open(
                    settings(server.endpoint(), "AK", "", Duration.ofSeconds(5)), "objects"))
        .withMessageContaining("only one is set");
    assertThatExceptionOfType(StorageUnusable.class)
        .isThrownBy(() -> S3Access.open(settings(URI.create("s3.example.com"), false), "objects"))
        .withMessageContaining("SCAICORE_STORAGE_S3_ENDPOINT");
  }

  private static StorageFailed assertFails(Runnable call) {
    try {
      call.run();
    } catch (StorageFailed e) {
      return e;
    }
    throw new AssertionError("it did not fail");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static S3 settings(URI endpoint, boolean createBucket) {
    return new S3(
        null,
        endpoint,
        "us-east-1",
        true,
        TestS3.ACCESS_KEY_ID,
        TestS3.SECRET_ACCESS_KEY,
        createBucket,
        Duration.ofSeconds(5));
  }

  private static S3 settings(URI endpoint, String id, String secret, Duration timeout) {
    return new S3(null, endpoint, "us-east-1", true, id, secret, false, timeout);
  }
}
