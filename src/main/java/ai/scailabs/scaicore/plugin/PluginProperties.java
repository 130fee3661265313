package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.outbound.Destinations;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of calls to plugins, and of {@code http} statements.
 *
 * @param allowLoopback whether servers on this machine may be called, and over {@code http}: on in
 *     the embedded default, off in production unless set
 * @param allowedHosts servers that may be called although they are in-house: names of hosts,
 *     addresses and ranges such as {@code 10.1.0.0/16}
 * @param timeout how long one try of a call may take
 * @param connectTimeout how long it may take to reach a server
 * @param tries how often a call is tried, all in all
 * @param pause before the second try; twice as long before the third, and so on
 * @param connectionsPerHost how many calls to one server a replica makes at once
 * @param callsPerTenant how many calls of one tenant a replica makes at once; others wait
 * @param available plugins that programs reach as {@code plugin://<name>}
 */
@Validated
@ConfigurationProperties("scaicore.plugins")
record PluginProperties(
    @DefaultValue("false") boolean allowLoopback,
    @DefaultValue List<String> allowedHosts,
    @DefaultValue("30s") @DurationMin(millis = 100) @DurationMax(seconds = 600) Duration timeout,
    @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(seconds = 60)
        Duration connectTimeout,
    @DefaultValue("3") @Positive @Max(10) int tries,
    @DefaultValue("500ms") @DurationMin(millis = 1) @DurationMax(seconds = 10) Duration pause,
    @DefaultValue("1000") @Positive int connectionsPerHost,
    @DefaultValue("200") @Positive int callsPerTenant,
    @DefaultValue List<Available> available) {

  PluginProperties {
    try {
      new Destinations(allowedHosts, allowLoopback);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("scaicore.plugins.allowed-hosts: " + e.getMessage(), e);
    }
    for (var one : available) {
      if (one.endpoint().startsWith(PluginEndpoint.REGISTRY)) {
        throw new IllegalArgumentException(
            "scaicore.plugins.available: the endpoint of " + one.name() + " must be an address");
      }
    }
  }

  /** A plugin that every tenant's programs may name. */
  record Available(
      @NotBlank String name, @NotBlank String endpoint, @Nullable String description) {}

  /** Where servers may be. */
  Destinations destinations() {
    return new Destinations(allowedHosts, allowLoopback);
  }
}
