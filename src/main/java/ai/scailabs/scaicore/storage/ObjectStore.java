package ai.scailabs.scaicore.storage;

import java.util.Optional;

/**
 * Keeps objects: some bytes and their content type under a key. A put replaces all of what was
 * there at once, so that whoever gets at the same time has the one or the other, never a mix. Holds
 * for any number of processes. Every method fails with {@link StorageFailed} in bounded time.
 */
public interface ObjectStore {

  /**
   * Stores an object. When this fails the object may or may not have been replaced.
   *
   * @param contentType a media type such as {@code image/png}
   */
  void put(ObjectKey key, byte[] bytes, String contentType);

  /**
   * The object; empty where there is none.
   *
   * @param maxBytes an object of more bytes is not read but a failure
   */
  Optional<StoredObject> get(ObjectKey key, int maxBytes);

  /** Removes the object; does nothing where there is none. */
  void delete(ObjectKey key);
}
