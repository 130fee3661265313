package ai.scailabs.scaicore.storage;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where objects are kept: in S3 where a bucket is set, else in a folder. The embedded default has a
 * folder of its own, {@code objects} in its data folder; elsewhere one of the two must be set.
 *
 * @param folder a folder that all replicas share ({@code SCAICORE_STORAGE_FOLDER})
 */
@ConfigurationProperties("scaicore.storage")
record StorageProperties(@Nullable Path folder, @DefaultValue S3 s3) {

  /**
   * A bucket of S3, or of a server that speaks its protocol.
   *
   * @param bucket its name ({@code SCAICORE_STORAGE_S3_BUCKET})
   * @param endpoint address of the server; that of AWS in the region where it is not set
   * @param region the region that requests are signed for
   * @param pathStyle whether the bucket stands in the path rather than in the host name; most
   *     servers other than AWS want it
   * @param accessKeyId with {@code secretAccessKey}, the credentials; without both, those that the
   *     AWS SDK finds by itself (environment, profile, container, instance)
   * @param createBucket whether a missing bucket is made at the start
   * @param timeout of one attempt; a request is tried at most three times, in twice this time
   */
  record S3(
      @Nullable String bucket,
      @Nullable URI endpoint,
      @DefaultValue("us-east-1") String region,
      @DefaultValue("false") boolean pathStyle,
      @Nullable String accessKeyId,
      @Nullable String secretAccessKey,
      @DefaultValue("false") boolean createBucket,
      @DefaultValue("5s") Duration timeout) {

    /** Without the credentials. */
    @Override
    public String toString() {
      return "S3[bucket=%s, endpoint=%s, region=%s]".formatted(bucket, endpoint, region);
    }
  }
}
