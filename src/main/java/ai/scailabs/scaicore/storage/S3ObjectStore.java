package ai.scailabs.scaicore.storage;

import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** One bucket. */
final class S3ObjectStore implements ObjectStore, AutoCloseable {

  private final S3Client client;
  private final String bucket;

  S3ObjectStore(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  @Override
  public void put(ObjectKey key, byte[] bytes, String contentType) {
    try {
      client.putObject(
          request -> request.bucket(bucket).key(key.text()).contentType(contentType),
          RequestBody.fromBytes(bytes));
    } catch (SdkException e) {
      throw StorageFailed.put(key, e);
    }
  }

  @Override
  public Optional<StoredObject> get(ObjectKey key, int maxBytes) {
    try {
      return Optional.of(
          client.getObject(
              request -> request.bucket(bucket).key(key.text()),
              (response, stream) -> read(response, stream, maxBytes)));
    } catch (S3Exception e) {
      if (e.statusCode() == 404 && !"NoSuchBucket".equals(code(e))) {
        return Optional.empty();
      }
      throw StorageFailed.get(key, e);
    } catch (SdkException e) {
      throw StorageFailed.get(key, e);
    }
  }

  @Override
  public void delete(ObjectKey key) {
    try {
      client.deleteObject(request -> request.bucket(bucket).key(key.text()));
    } catch (SdkException e) {
      throw StorageFailed.delete(key, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static StoredObject read(
      GetObjectResponse response, AbortableInputStream stream, int maxBytes) throws IOException {
    var bytes = stream.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      // What is left of it is not waited for.
      stream.abort();
      throw new ObjectTooLarge(maxBytes);
    }
    return new StoredObject(response.contentType(), bytes);
  }

  private static String code(S3Exception e) {
    var details = e.awsErrorDetails();
    return details == null ? "" : String.valueOf(details.errorCode());
  }
}
