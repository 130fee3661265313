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
 * @param endpoint where on a model server it is; null for back-ends that are none
 */
public record Route(
    @Nullable String tenantId,
    String slug,
    Map<String, Object> capabilities,
    String providerType,
    Map<String, Object> connectionConfig,
    @Nullable Endpoint endpoint) {

  /** The provider type of the back-ends that are model servers. */
  public static final String MODEL_SERVER = BackendRows.TYPE;

  /** Whether the model says that it cannot do something. */
  public boolean cannot(String capability) {
    return Boolean.FALSE.equals(capabilities.get(capability));
  }

  /** Whether the model says that it can do something. */
  public boolean can(String capability) {
    return Boolean.TRUE.equals(capabilities.get(capability));
  }
}
