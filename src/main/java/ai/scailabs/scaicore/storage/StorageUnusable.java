package ai.scailabs.scaicore.storage;

import org.jspecify.annotations.Nullable;

/** The object store is not, or wrongly, configured. The message is a sentence that says how. */
public class StorageUnusable extends RuntimeException {

  StorageUnusable(String sentence) {
    this(sentence, null);
  }

  StorageUnusable(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
