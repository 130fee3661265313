package ai.scailabs.scaicore.core;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may set of a Core, besides its name. The JSON members are text: {@code source},
 * {@code environment}, {@code resourceLimits} and {@code metadata} objects, {@code plugins} a list.
 * Where a secret was, there is its masked shape.
 *
 * @param concurrencyExplicit whether the Core itself says how instances are kept apart; if not, its
 *     program may
 */
@Embeddable
public record CoreConfiguration(
    @Enumerated(EnumType.STRING) RuntimeMode runtimeMode,
    @Enumerated(EnumType.STRING) ConcurrencyMode concurrencyMode,
    boolean concurrencyExplicit,
    @Nullable String entityKeyField,
    @ColumnTransformer(write = "cast(? as json)") String source,
    @ColumnTransformer(write = "cast(? as json)") String plugins,
    @ColumnTransformer(write = "cast(? as json)") String environment,
    @ColumnTransformer(write = "cast(? as json)") String resourceLimits,
    @Enumerated(EnumType.STRING) CheckpointMode checkpointMode,
    @Enumerated(EnumType.STRING) PrivilegeLevel privilegeLevel,
    @ColumnTransformer(write = "cast(? as json)") String metadata) {

  /** The same with other plugin entries. */
  CoreConfiguration withPlugins(String entries) {
    return new CoreConfiguration(
        runtimeMode,
        concurrencyMode,
        concurrencyExplicit,
        entityKeyField,
        source,
        entries,
        environment,
        resourceLimits,
        checkpointMode,
        privilegeLevel,
        metadata);
  }
}
