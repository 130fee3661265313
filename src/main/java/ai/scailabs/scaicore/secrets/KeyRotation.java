package ai.scailabs.scaicore.secrets;

import com.google.crypto.tink.KeysetHandle;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Changes of a key set, each from one text to another: a Tink key set in JSON, as it stands in
 * {@code SCAICORE_SECRETS_KEYSET}. The texts hold keys, and belong nowhere but there.
 */
public final class KeyRotation {

  private KeyRotation() {}

  /** A key set of one new key. */
  public static String fresh() {
    try {
      return KeySets.text(KeySets.fresh());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no key could be made", e);
    }
  }

  /**
   * With a new key that seals from now on; those before it still open.
   *
   * @throws KeySetUnusable when the text is no key set; and so below
   */
  public static String rotated(String keySet) {
    return changed(keySet, keys -> KeySets.added(keys, true));
  }

  /** With a new key that only opens, until it is {@linkplain #promoted promoted}. */
  public static String added(String keySet) {
    return changed(keySet, keys -> KeySets.added(keys, false));
  }

  /** With the key that was added last sealing from now on. */
  public static String promoted(String keySet) {
    return changed(keySet, KeySets::promoted);
  }

  /** With nothing but the key that seals. */
  public static String retired(String keySet) {
    return changed(keySet, KeySets::primaryOnly);
  }

  /**
   * Puts a key set in the place of the one in a file, readable by its owner only, at once or not at
   * all.
   */
  public static void replace(Path file, String keySet) throws IOException {
    KeySets.write(file.toRealPath(), keySet);
  }

  private interface Change {
    KeysetHandle of(KeysetHandle keys) throws GeneralSecurityException;
  }

  private static String changed(String keySet, Change change) {
    try {
      return KeySets.text(change.of(KeySets.parse(keySet)));
    } catch (GeneralSecurityException e) {
      throw new KeySetUnusable(
          "What was given is not a Tink key set in JSON; give the value of"
              + " SCAICORE_SECRETS_KEYSET, or secrets-keyset.json of the data folder.",
          e);
    }
  }
}
