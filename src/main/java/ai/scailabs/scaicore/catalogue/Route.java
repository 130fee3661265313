package ai.scailabs.scaicore.catalogue;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a request to a model goes: the model's first back-end.
 *
 * @param tenantId the tenant that the model belongs to, which need not be the caller's; null for a
 *     model of the service itself
 * @param slug of the model
 * @param capabilities of the model
 * @param providerType says who can speak to the back-end, such as {@code scaicore} or {@code
 *     offline}
 * @param connectionConfig what they need for it, such as {@code core_id}; never shown to a caller
 */
public record Route(
    @Nullable String tenantId,
    String modelId,
    String slug,
    Map<String, Object> capabilities,
    @Nullable String systemPromptTemplate,
    String backendId,
    String providerType,
    Map<String, Object> connectionConfig) {

  /** Whether the model says that it can do something. */
  public boolean can(String capability) {
    return Boolean.TRUE.equals(capabilities.get(capability));
  }
}
