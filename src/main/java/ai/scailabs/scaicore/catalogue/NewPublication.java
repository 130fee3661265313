package ai.scailabs.scaicore.catalogue;

import java.util.Map;

/**
 * What a tenant puts into the catalogue: a front-end model and the one back-end behind it.
 *
 * @param slug unique in the whole catalogue
 * @param modality such as {@code text}
 * @param providerType who can speak to the back-end
 */
public record NewPublication(
    String tenantId,
    String slug,
    String modality,
    Map<String, Object> capabilities,
    Presentation presentation,
    String providerType,
    Map<String, Object> connectionConfig) {}
