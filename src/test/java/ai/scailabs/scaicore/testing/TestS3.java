package ai.scailabs.scaicore.testing;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server of its own for one test, with an empty bucket. */
public final class TestS3 implements AutoCloseable {

  public static final String ACCESS_KEY_ID = "AKTESTTESTTEST";
  public static final String SECRET_ACCESS_KEY = "planted-s3-secret-4411";

  private static final String IMAGE = "andrewgaul/s3proxy:4.0.0";
  private static final String BUCKET = "objects";

  private final URI endpoint;
  private final AutoCloseable server;
  private final S3Client client;

  private TestS3(URI endpoint, AutoCloseable server) {
    this.endpoint = endpoint;
    this.server = server;
    this.client =
        S3Client.builder()
            .httpClientBuilder(Apache5HttpClient.builder())
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET_ACCESS_KEY)))
            .build();
  }

  /** Starts one, and makes its bucket. */
  public static TestS3 start() {
    var started =
        switch (TestServers.chosen()) {
          case CONTAINERS -> inContainer();
          case EMBEDDED -> inThisProcess();
        };
    started.client().createBucket(request -> request.bucket(BUCKET));
    return started;
  }

  public URI endpoint() {
    return endpoint;
  }

  public String bucket() {
    return BUCKET;
  }

  /** A client of its own, that may do everything. */
  public S3Client client() {
    return client;
  }

  /** What makes the service use it, as arguments. */
  public List<String> arguments() {
    return new ArrayList<>(
        List.of(
            "--scaicore.storage.s3.bucket=" + BUCKET,
            "--scaicore.storage.s3.endpoint=" + endpoint,
            "--scaicore.storage.s3.path-style=true",
            "--scaicore.storage.s3.access-key-id=" + ACCESS_KEY_ID,
            "--scaicore.storage.s3.secret-access-key=" + SECRET_ACCESS_KEY));
  }

  /** Stops the server; whoever calls it then gets no answer. */
  public void stop() {
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    stop();
  }

  private static TestS3 inThisProcess() {
    var proxy =
        S3Proxy.builder()
            .blobStore(new TransientNio2BlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY_ID, SECRET_ACCESS_KEY)
            .build();
    try {
      proxy.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return new TestS3(URI.create("http://127.0.0.1:" + proxy.getPort()), proxy::stop);
  }

  @SuppressWarnings("resource") // TestS3 closes it
  private static TestS3 inContainer() {
    var container =
        new GenericContainer<>(IMAGE)
            .withExposedPorts(80)
            .withEnv("S3PROXY_AUTHORIZATION", "aws-v2-or-v4")
            .withEnv("S3PROXY_IDENTITY", ACCESS_KEY_ID)
            .withEnv("S3PROXY_CREDENTIAL", SECRET_ACCESS_KEY)
            .withEnv("S3PROXY_ENDPOINT", "http://0.0.0.0:80")
            .withEnv("JCLOUDS_PROVIDER", "transient-nio2")
            .waitingFor(Wait.forHttp("/").forStatusCodeMatching(status -> status < 500))
            .withStartupTimeout(Duration.ofMinutes(2));
    container.start();
    return new TestS3(
        URI.create("http://" + container.getHost() + ":" + container.getMappedPort(80)),
        container::stop);
  }
}
