package ai.scailabs.scaicore.storage;

/** What an {@link ObjectStore} holds under a key. */
public final class StoredObject {

  private final String contentType;
  private final byte[] bytes;

  StoredObject(String contentType, byte[] bytes) {
    this.contentType = contentType;
    this.bytes = bytes;
  }

  public String contentType() {
    return contentType;
  }

  /** The bytes themselves, not a copy. */
  public byte[] bytes() {
    return bytes;
  }
}
