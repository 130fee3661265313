package ai.scailabs.scaicore.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code seeds/api-reference.md} calls a stub, planned, or not yet implemented, and works
 * here. Switched off, each answers exactly what that page says.
 *
 * @param logs {@code GET …/logs} ({@code SCAICORE_FEATURES_LOGS})
 * @param logStream {@code GET …/logs/stream} ({@code SCAICORE_FEATURES_LOG_STREAM})
 * @param breakpoint {@code …/debug/breakpoint} ({@code SCAICORE_FEATURES_BREAKPOINT})
 * @param step {@code POST …/debug/step} ({@code SCAICORE_FEATURES_STEP})
 * @param inspect {@code POST …/debug/inspect} ({@code SCAICORE_FEATURES_INSPECT})
 * @param eventHistory {@code GET …/events/history} ({@code SCAICORE_FEATURES_EVENT_HISTORY})
 * @param apiInvoke {@code …/api/invoke/{path}} ({@code SCAICORE_FEATURES_API_INVOKE})
 * @param pluginListing {@code GET /plugins/available} ({@code SCAICORE_FEATURES_PLUGIN_LISTING})
 */
@ConfigurationProperties("scaicore.features")
public record Features(
    @DefaultValue("true") boolean logs,
    @DefaultValue("true") boolean logStream,
    @DefaultValue("true") boolean breakpoint,
    @DefaultValue("true") boolean step,
    @DefaultValue("true") boolean inspect,
    @DefaultValue("true") boolean eventHistory,
    @DefaultValue("true") boolean apiInvoke,
    @DefaultValue("true") boolean pluginListing) {

  boolean isOn(Feature feature) {
    return switch (feature) {
      case LOGS -> logs;
      case LOG_STREAM -> logStream;
      case BREAKPOINT -> breakpoint;
      case STEP -> step;
      case INSPECT -> inspect;
      case EVENT_HISTORY -> eventHistory;
      case API_INVOKE -> apiInvoke;
      case PLUGIN_LISTING -> pluginListing;
    };
  }
}
