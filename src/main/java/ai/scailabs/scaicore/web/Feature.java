package ai.scailabs.scaicore.web;

import java.util.Locale;

/** What {@link Features} switches on and off. */
public enum Feature {
  LOGS,
  LOG_STREAM,
  BREAKPOINT,
  STEP,
  INSPECT,
  EVENT_HISTORY,
  API_INVOKE,
  PLUGIN_LISTING;

  /** As it is configured, such as {@code scaicore.features.log-stream}. */
  String key() {
    return "scaicore.features." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
