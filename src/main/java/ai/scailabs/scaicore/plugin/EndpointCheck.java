package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.web.ValidationFailed;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks at endpoints when they are written, by the rules of calls: {@code https}, {@code
 * mcp+https}, a plugin of the registry; {@code http} where it may be called.
 */
@Component
class EndpointCheck {

  private static final int LONGEST = 2_000;

  private final OutsideCalls outside;
  private final AvailablePlugins available;

  EndpointCheck(OutsideCalls outside, AvailablePlugins available) {
    this.outside = outside;
    this.available = available;
  }

  /** The endpoint of a Core's entry, trimmed. */
  String ofEntry(String tenantId, @Nullable String given) {
    return checked(given, text -> available.endpoint(tenantId, text));
  }

  /** The endpoint of an entry of the registry, trimmed; an address. */
  String ofRegistry(@Nullable String given) {
    return checked(given, PluginEndpoint::of);
  }

  @FunctionalInterface
  private interface Reading {
    PluginEndpoint of(String text) throws CallFailed;
  }

  private String checked(@Nullable String given, Reading reading) {
    var text = given == null ? "" : given.strip();
    if (text.isEmpty()) {
      throw new ValidationFailed(
          "endpoint",
          "is required: https://…, mcp+https://… or plugin://<name of an available plugin>");
    }
    if (text.length() > LONGEST) {
      throw new ValidationFailed("endpoint", "is longer than " + LONGEST + " characters");
    }
    try {
      outside.check(reading.of(text).uri());
      return text;
    } catch (CallFailed e) {
      throw new ValidationFailed("endpoint", String.valueOf(e.getMessage()));
    }
  }
}
