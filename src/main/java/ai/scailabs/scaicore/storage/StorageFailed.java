package ai.scailabs.scaicore.storage;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The object store failed: {@code STORAGE_ERROR}. The caller is told what to do and nothing of the
 * store; what happened is in the log.
 */
public class StorageFailed extends ApiException {

  private static final Logger log = LoggerFactory.getLogger(StorageFailed.class);

  private StorageFailed(String message) {
    super(ErrorCode.STORAGE_ERROR, message);
  }

  /** A file was not stored. */
  static StorageFailed put(ObjectKey key, Exception cause) {
    return failed(
        "put", key, cause, "The object store did not take the file, so this request failed");
  }

  /** A file was not read. */
  static StorageFailed get(ObjectKey key, Exception cause) {
    return failed("get", key, cause, "The object store did not give the file");
  }

  /** A file was not deleted. */
  static StorageFailed delete(ObjectKey key, Exception cause) {
    return failed("delete", key, cause, "The object store did not delete the file");
  }

  /** What is stored is not what was put there. */
  public static StorageFailed unreadable(ObjectKey key, String problem) {
    log.error("object store: {} {}", key.text(), problem);
    return new StorageFailed("What the object store holds is damaged; upload the file again.");
  }

  /** Too many are waiting for the store. */
  public static StorageFailed busy() {
    return new StorageFailed(
        "The object store is slow and too many are waiting for it; try again in a few seconds.");
  }

  private static StorageFailed failed(
      String operation, ObjectKey key, Exception cause, String message) {
    log.error("object store: {} of {} failed: {}", operation, key.text(), cause.toString());
    var failed =
        new StorageFailed(
            message
                + "; try again in a few seconds. If it stays, whoever runs this service finds the"
                + " reason in its log under \"object store\".");
    failed.initCause(cause);
    return failed;
  }
}
