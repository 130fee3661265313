package ai.scailabs.scaicore.execution.value;

import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.storage.ObjectKey;
import ai.scailabs.scaicore.storage.ObjectStore;
import ai.scailabs.scaicore.storage.StorageFailed;
import ai.scailabs.scaicore.web.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Puts JSON over 256 KB into the object store, before the row that names its key is written; to be
 * called where no transaction is open, for it may take a while: an object store that is away is
 * asked again for about half a minute. Source: the engine design, "Journal and replay".
 */
@Component
public class LargeValues {

  /** So much JSON, in bytes of UTF-8, stays in its row. */
  public static final int INLINE_BYTES = 256 * 1024;

  /** So much JSON a value may have. */
  public static final int MAX_BYTES = 5 * 1024 * 1024;

  private static final String TYPE = "application/json";

  private final ObjectStore store;
  private final StoredObjects objects;
  private final Patience patience;

  @Autowired
  LargeValues(ObjectStore store, StoredObjects objects) {
    this(store, objects, Patience.USUAL);
  }

  LargeValues(ObjectStore store, StoredObjects objects, Patience patience) {
    this.store = store;
    this.objects = objects;
    this.patience = patience;
  }

  /**
   * Keeps a value of an execution's journal.
   *
   * @return its key; null when it is small enough for its row
   * @throws BlockFailed with {@code PAYLOAD_TOO_LARGE} over 5 MB; nothing is kept then
   * @throws ValueStoreAway when the object store stays away
   */
  public @Nullable String store(String tenantId, String coreId, String executionId, String json) {
    var bytes = large(json);
    if (bytes == null) {
      return null;
    }
    var key = ObjectKey.of("scaicore", tenantId, coreId, "executions", executionId, sha256(bytes));
    put(tenantId, coreId, executionId, key, bytes);
    return key.text();
  }

  /**
   * Keeps a value of a Core's memory, under a key that no other value will have.
   *
   * @return its key; null when it is small enough for its row
   * @throws BlockFailed with {@code PAYLOAD_TOO_LARGE} over 5 MB; nothing is kept then
   * @throws ValueStoreAway when the object store stays away
   */
  public @Nullable String storeMemory(String tenantId, String coreId, String json) {
    var bytes = large(json);
    if (bytes == null) {
      return null;
    }
    var key = ObjectKey.of("scaicore", tenantId, coreId, "memory", Ids.next(""));
    put(tenantId, coreId, null, key, bytes);
    return key.text();
  }

  /**
   * The JSON under a key.
   *
   * @throws ValueStoreAway when the object store stays away, or does not have it
   */
  public String read(String key) {
    var object = new ObjectKey(key);
    return patience.ask(
        "a value could not be read",
        () ->
            store
                .get(object, MAX_BYTES)
                .map(found -> new String(found.bytes(), StandardCharsets.UTF_8))
                .orElseThrow(() -> StorageFailed.unreadable(object, "is missing")));
  }

  /** Notes, in the transaction that is open, that no row names a key any more. */
  public void forget(String tenantId, String key) {
    objects.doom(tenantId, key);
  }

  /** Bytes of a text in UTF-8. */
  public static int size(String json) {
    int size = json.length();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c >= 0x80) {
        // A surrogate is half of four bytes.
        size += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return size;
  }

  /** Fails with {@code PAYLOAD_TOO_LARGE} over 5 MB. */
  public static void requireFits(int bytes) {
    if (bytes > MAX_BYTES) {
      throw new BlockFailed(
          Failure.TOO_LARGE,
          "a value of %,d bytes of JSON is over the limit of %,d; keep less, or keep it elsewhere"
              .formatted(bytes, MAX_BYTES));
    }
  }

  private static byte @Nullable [] large(String json) {
    if (json.length() <= INLINE_BYTES / 3) {
      return null;
    }
    int size = size(json);
    requireFits(size);
    return size <= INLINE_BYTES ? null : json.getBytes(StandardCharsets.UTF_8);
  }

  private void put(
      String tenantId, String coreId, @Nullable String executionId, ObjectKey key, byte[] bytes) {
    objects.announce(tenantId, coreId, executionId, key.text());
    patience.ask(
        "a value could not be kept",
        () -> {
          store.put(key, bytes, TYPE);
          return key;
        });
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
