package ai.scailabs.scaicore.catalogue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model on a model server of a tenant.
 *
 * @param tenantId whose server it is
 * @param version of the backend, which goes up with every change of it
 * @param provider the name by which programs find the backend, such as {@code openai}
 * @param model what the server calls the model
 * @param baseUrl such as {@code https://api.openai.com/v1}; without a slash at its end
 * @param timeout how long an answer may take; null where the backend says nothing
 */
public record Endpoint(
    String tenantId,
    String backendId,
    long version,
    String provider,
    String model,
    String baseUrl,
    @Nullable Duration timeout) {}
