package ai.scailabs.scaicore.publishing;

import ai.scailabs.scaicore.catalogue.Presentation;
import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a Core presents itself as a model. Source: {@code seeds/publish-as-model.md}, "What publish
 * does" and "Sync after edits".
 */
@Component
class Presentations {

  private final JsonMapper json;

  Presentations(JsonMapper json) {
    this.json = json;
  }

  Presentation of(Core core) {
    var configuration = core.configuration();
    var persona =
        text(
            "source.identity.persona",
            json.readTree(configuration.source()).path("identity").path("persona"));
    var description =
        text("metadata.description", json.readTree(configuration.metadata()).path("description"));
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("module", "scaicore");
    metadata.put("core_id", core.id());
    return new Presentation(
        core.name(),
        description == null ? persona : description,
        persona,
        core.avatarUrl(),
        metadata);
  }

  /** The text at a place; null where there is none, or one that says nothing. */
  private static @Nullable String text(String place, JsonNode node) {
    if (!node.isString() || node.stringValue().isBlank()) {
      return null;
    }
    if (node.stringValue().indexOf('\0') >= 0) {
      throw new ValidationFailed(
          place, "has a NUL character in it, which the catalogue cannot show; remove it");
    }
    return node.stringValue();
  }
}
