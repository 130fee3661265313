package ai.scailabs.scaicore.secrets;

import java.security.GeneralSecurityException;

/** What a replica with a key set opens. */
public final class SecretBoxes {

  private SecretBoxes() {}

  public static SecretBox of(String keySet) {
    try {
      return new SecretBox(KeySets.parse(keySet));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no key set", e);
    }
  }
}
