package ai.scailabs.scaicore.secrets;

/** A stored secret does not open: its key is not in the key set, or the bytes were moved. */
public class SecretNotOpened extends RuntimeException {

  SecretNotOpened(SecretAddress address, Throwable cause) {
    super(
        "The secret "
            + address.name()
            + " cannot be opened with the current key set; set its value again.",
        cause);
  }
}
