package ai.scailabs.scaicore.storage;

import ai.scailabs.scaicore.storage.StorageProperties.S3;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Opens the bucket that is configured. What the server answers is checked at once: a bucket that is
 * missing or closed to us is a reason not to start. A server that does not answer is not, unless
 * the bucket is ours to make: nothing but avatars needs it.
 */
final class S3Access {

  private static final Logger log = LoggerFactory.getLogger(S3Access.class);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final int ATTEMPTS = 3;
  private static final int CONNECTIONS = 50;

  /** The one region whose name must not be said when a bucket is made. */
  private static final String UNNAMED = "us-east-1";

  private S3Access() {}

  static S3ObjectStore open(S3 settings, String bucket) {
    var client = client(settings);
    try {
      check(client, settings, bucket);
      return new S3ObjectStore(client, bucket);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private static S3Client client(S3 settings) {
    var http =
        Apache5HttpClient.builder()
            .connectionTimeout(CONNECT)
            .connectionAcquisitionTimeout(CONNECT)
            .socketTimeout(settings.timeout())
            .maxConnections(CONNECTIONS);
    try {
      return S3Client.builder()
          .httpClientBuilder(http)
          .region(Region.of(settings.region()))
          .credentialsProvider(credentials(settings))
          .forcePathStyle(settings.pathStyle())
          // What S3 added later is left out where it is not required: other servers do not have it.
          .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
          .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
          .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
          .overrideConfiguration(
              calls ->
                  calls
                      .apiCallAttemptTimeout(settings.timeout())
                      .apiCallTimeout(settings.timeout().multipliedBy(2))
                      .retryStrategy(retries -> retries.maxAttempts(ATTEMPTS)))
          .applyMutation(
              builder -> {
                var endpoint = settings.endpoint();
                if (endpoint != null && !endpoint.toString().isEmpty()) {
                  builder.endpointOverride(endpoint);
                }
              })
          .build();
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new StorageUnusable(
          "SCAICORE_STORAGE_S3_ENDPOINT must be an address such as https://s3.example.com, and SCAICORE_STORAGE_S3_REGION a region (%s)."
              .formatted(e.getMessage()),
          e);
    }
  }

  private static AwsCredentialsProvider credentials(S3 settings) {
    var id = text(settings.accessKeyId());
    var secret = text(settings.secretAccessKey());
    if (id != null && secret != null) {
      return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    }
    if (id != null || secret != null) {
      throw new StorageUnusable(
          "of SCAICORE_STORAGE_S3_ACCESS_KEY_ID and SCAICORE_STORAGE_S3_SECRET_ACCESS_KEY only one"
              + " is set; set both, or none to use the credentials that the AWS SDK finds.");
    }
    var found = DefaultCredentialsProvider.builder().build();
    try {
      found.resolveCredentials();
      return found;
    } catch (SdkClientException e) {
      throw new StorageUnusable(
          "there are no credentials for S3; set SCAICORE_STORAGE_S3_ACCESS_KEY_ID and"
              + " SCAICORE_STORAGE_S3_SECRET_ACCESS_KEY, or give the AWS SDK some.",
          e);
    }
  }

  private static void check(S3Client client, S3 settings, String bucket) {
    try {
      client.headBucket(
          request ->
              request
                  .bucket(bucket)
                  .overrideConfiguration(call -> call.apiCallTimeout(settings.timeout())));
    } catch (S3Exception e) {
      if (e.statusCode() == 404 && settings.createBucket()) {
        create(client, settings, bucket);
      } else if (e.statusCode() == 404) {
        throw new StorageUnusable(
            "the bucket %s (SCAICORE_STORAGE_S3_BUCKET) does not exist; make it, or set SCAICORE_STORAGE_S3_CREATE_BUCKET=true."
                .formatted(bucket),
            e);
      } else if (e.statusCode() < 500) {
        throw refused(bucket, e);
      } else {
        noAnswer(settings, bucket, e);
      }
    } catch (SdkException e) {
      noAnswer(settings, bucket, e);
    }
  }

  private static void create(S3Client client, S3 settings, String bucket) {
    try {
      client.createBucket(
          request -> {
            request.bucket(bucket);
            if (!settings.region().equals(UNNAMED)) {
              request.createBucketConfiguration(
                  CreateBucketConfiguration.builder()
                      .locationConstraint(settings.region())
                      .build());
            }
          });
      log.info("made the bucket {}", bucket);
    } catch (BucketAlreadyOwnedByYouException e) {
      log.debug("another replica made the bucket {}", bucket);
    } catch (SdkException e) {
      throw new StorageUnusable(
          "the bucket %s cannot be made (%s); make it by hand, or choose another name in SCAICORE_STORAGE_S3_BUCKET."
              .formatted(bucket, e.getMessage()),
          e);
    }
  }

  private static StorageUnusable refused(String bucket, S3Exception e) {
    return new StorageUnusable(
        "the object store refuses the bucket %s (HTTP %d); check SCAICORE_STORAGE_S3_REGION, SCAICORE_STORAGE_S3_ACCESS_KEY_ID and SCAICORE_STORAGE_S3_SECRET_ACCESS_KEY, which need s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject."
            .formatted(bucket, e.statusCode()),
        e);
  }

  private static void noAnswer(S3 settings, String bucket, SdkException e) {
    if (settings.createBucket()) {
      throw new StorageUnusable(
          "the object store does not answer (%s), so the bucket %s cannot be made; check SCAICORE_STORAGE_S3_ENDPOINT, and start when it answers."
              .formatted(e.getMessage(), bucket),
          e);
    }
    log.warn(
        "object store: the bucket {} cannot be reached, and until it can there are no avatars: {}",
        bucket,
        e.getMessage());
  }

  private static @Nullable String text(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }
}
