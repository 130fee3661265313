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

  /**
   * Lets a request pass where a feature is on.
   *
   * @param name as it is configured, such as {@code log-stream}
   * @throws ApiException {@code NOT_IMPLEMENTED}
   */
  public static void require(boolean on, String name) {
    if (!on) {
      throw new ApiException(
          ErrorCode.NOT_IMPLEMENTED,
          "This is switched off here; an operator can switch it on with scaicore.features."
              + name
              + ".");
    }
  }
}
