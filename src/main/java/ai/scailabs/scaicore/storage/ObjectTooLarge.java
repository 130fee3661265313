package ai.scailabs.scaicore.storage;

import java.io.IOException;

/** An object has more bytes than whoever asked for it takes. */
final class ObjectTooLarge extends IOException {

  ObjectTooLarge(int maxBytes) {
    super("it has more than %,d bytes".formatted(maxBytes));
  }
}
