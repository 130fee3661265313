package ai.scailabs.scaicore.catalogue;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a model presents itself: what {@code sync} rewrites when its source was edited. */
public record Presentation(
    String displayName,
    @Nullable String description,
    @Nullable String systemPromptTemplate,
    @Nullable String avatarUrl,
    Map<String, Object> metadata) {}
