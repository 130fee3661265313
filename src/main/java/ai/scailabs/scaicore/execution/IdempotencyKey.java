package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** By what a repeated request is known: a key of the caller's, and what came under it. */
public final class IdempotencyKey {

  private static final int MAX_LENGTH = 255;

  private IdempotencyKey() {}

  /**
   * A key that is given, or null where none is.
   *
   * @param field where it stands
   */
  public static @Nullable String checked(String field, @Nullable String key) {
    if (key != null && (key.isBlank() || key.length() > MAX_LENGTH)) {
      throw new ValidationFailed(field, "must have 1 to " + MAX_LENGTH + " characters");
    }
    return key;
  }

  /** The fingerprint of a request, by which a repeated one is told from another. */
  public static String fingerprint(@Nullable Object... parts) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(Json.text(Arrays.asList(parts)).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
