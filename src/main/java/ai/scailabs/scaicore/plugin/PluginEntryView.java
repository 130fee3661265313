package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.web.RawJson;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A plugin entry of a Core as callers see it: secrets of its config are masked. */
@Schema(name = "PluginEntry")
record PluginEntryView(
    @Schema(example = "crm") String alias,
    @Schema(example = "https://crm.example.com/scaicore") @Nullable String endpoint,
    @Schema(type = "object", description = "Secrets are masked; null where it has none.")
        @Nullable RawJson config) {

  static PluginEntryView of(JsonNode entry) {
    return new PluginEntryView(
        entry.path("alias").asString(""),
        entry.path("endpoint").isString() ? entry.path("endpoint").stringValue() : null,
        entry.path("config").isObject() ? new RawJson(entry.path("config").toString()) : null);
  }
}
