package ai.scailabs.scaicore.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Seals secret values for storage and opens them again, with Tink's AEAD. The primary key of the
 * key set seals; every key of it opens.
 */
public class SecretBox {

  private final Aead keys;
  private final Aead primary;

  SecretBox(KeysetHandle keySet) throws GeneralSecurityException {
    this.keys = aead(keySet);
    this.primary = aead(KeySets.primaryOnly(keySet));
  }

  private static Aead aead(KeysetHandle keySet) throws GeneralSecurityException {
    return keySet.getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  /** The sealed form of a value, to be opened at the same address only. */
  public byte[] seal(SecretAddress address, String value) {
    try {
      return keys.encrypt(value.getBytes(StandardCharsets.UTF_8), address.associatedData());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  /**
   * The value.
   *
   * @throws SecretNotOpened when the key set does not hold its key, or the address is another
   */
  public String open(SecretAddress address, byte[] sealed) {
    try {
      return new String(keys.decrypt(sealed, address.associatedData()), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new SecretNotOpened(address, e);
    }
  }

  /** Whether a value is sealed with the primary key. */
  boolean isCurrent(SecretAddress address, byte[] sealed) {
    try {
      primary.decrypt(sealed, address.associatedData());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
