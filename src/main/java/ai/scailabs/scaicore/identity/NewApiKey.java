package ai.scailabs.scaicore.identity;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key to be stored; only its hash will be.
 *
 * @param key the whole key: {@code sgk_} and at least 32 characters
 * @param expiresAt null: never
 * @param createdBy the user who made it; null: the service itself, by its configuration
 * @param modelGroups ids of the model groups it is restricted to; null: not restricted
 */
public record NewApiKey(
    String id,
    String tenantId,
    String userId,
    String name,
    String key,
    @Nullable String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Set<String> modelGroups) {

  /** One that the service makes by itself. */
  public NewApiKey(
      String id,
      String tenantId,
      String userId,
      String name,
      String key,
      @Nullable Instant expiresAt,
      @Nullable Set<String> modelGroups) {
    this(id, tenantId, userId, name, key, null, expiresAt, modelGroups);
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "NewApiKey[" + id + "]";
  }
}
