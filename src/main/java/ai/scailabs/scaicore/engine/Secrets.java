package ai.scailabs.scaicore.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the masked shape of a secret, {@code {"type":"secret","value":null,"set":true}}. */
final class Secrets {

  private Secrets() {}

  static boolean isMasked(@Nullable Object value) {
    return value instanceof Map<?, ?> map && "secret".equals(map.get("type"));
  }
}
