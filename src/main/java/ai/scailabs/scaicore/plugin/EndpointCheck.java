package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.core.PluginEndpoints;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks at endpoints when they are written, by the rules of calls: {@code https}, {@code
 * mcp+https}, a plugin of the registry; {@code http} where it may be called.
 */
@Component
class EndpointCheck implements PluginEndpoints {

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

  @Override
  public Optional<String> problem(String tenantId, String endpoint) {
    return problem(endpoint.strip(), text -> available.endpoint(tenantId, text));
  }

  private String checked(@Nullable String given, Reading reading) {
    var text = given == null ? "" : given.strip();
    var problem = problem(text, reading);
    if (problem.isPresent()) {
      throw new ValidationFailed("endpoint", problem.get());
    }
    return text;
  }

  private Optional<String> problem(String text, Reading reading) {
    if (text.isEmpty()) {
      return Optional.of(
          "is required: https://…, mcp+https://… or plugin://<name of an available plugin>");
    }
    if (text.length() > LONGEST) {
      return Optional.of("is longer than " + LONGEST + " characters");
    }
    try {
      outside.check(reading.of(text).uri());
      return Optional.empty();
    } catch (CallFailed e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
