package ai.scailabs.scaicore.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a caller came in with.
 *
 * @param id of the API key; for other tokens, of the user
 * @param expiresAt when it ends; null: never
 */
public record Credential(String id, @Nullable Instant expiresAt) {

  /** That of the request which this thread serves. */
  public static Credential current() {
    return CallerAuthentication.known()
        .map(CallerAuthentication::credential)
        .orElseThrow(TokenMissing::new);
  }
}
