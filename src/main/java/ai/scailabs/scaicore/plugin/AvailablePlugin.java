package ai.scailabs.scaicore.plugin;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that programs of a tenant reach by its name.
 *
 * @param reference what stands as the endpoint of an entry: {@code plugin://<name>}
 * @param endpoint where it is; null for one of the operator's, which may be in-house
 * @param createdAt null for one of the operator's
 */
@Schema(name = "AvailablePlugin")
record AvailablePlugin(
    @Schema(example = "billing") String name,
    @Schema(example = "plugin://billing", description = "To be the endpoint of an entry.")
        String reference,
    @Schema(
            example = "https://billing.example.com/scaicore",
            description = "Where it is; null for one of the operator's.")
        @Nullable String endpoint,
    @Nullable String description,
    Source source,
    @Nullable Instant createdAt) {

  /** Whose it is. */
  enum Source {
    /** The configuration's: every tenant sees it. */
    OPERATOR,
    /** The tenant's own. */
    TENANT;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static AvailablePlugin ofTenant(
      String name, String endpoint, @Nullable String description, Instant createdAt) {
    return new AvailablePlugin(
        name, PluginEndpoint.REGISTRY + name, endpoint, description, Source.TENANT, createdAt);
  }

  static AvailablePlugin ofOperator(PluginProperties.Available configured) {
    return new AvailablePlugin(
        configured.name(),
        PluginEndpoint.REGISTRY + configured.name(),
        null,
        configured.description(),
        Source.OPERATOR,
        null);
  }
}
