package ai.scailabs.scaicore.secrets;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** Seals secret values for storage and opens them again, with Tink's AEAD. */
public class SecretBox {

  private final Aead aead;

  SecretBox(Aead aead) {
    this.aead = aead;
  }

  /** The sealed form of a value, to be opened at the same address only. */
  public byte[] seal(SecretAddress address, String value) {
    try {
      return aead.encrypt(value.getBytes(StandardCharsets.UTF_8), address.associatedData());
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
      return new String(aead.decrypt(sealed, address.associatedData()), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new SecretNotOpened(address, e);
    }
  }
}
