package ai.scailabs.scaicore.scaiflow.client;

import ai.scailabs.scaicore.outbound.Destinations;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where ScaiFlow finds what it deploys to, and how it calls.
 *
 * @param scaigridUrl of ScaiGrid; null: this process
 * @param scaiqueueUrl of ScaiQueue; null: where ScaiGrid is
 * @param scaivaultUrl of ScaiVault; null: secrets are sealed in this service's own database
 * @param scaivaultToken the bearer token for ScaiVault
 * @param connectTimeout how long it may take to reach one of them
 * @param timeout how long one try of a call may take
 * @param tries how often a call is tried that may be repeated
 * @param pause before the second try; twice as long before the third, and so on
 * @param allowedHosts what tenants may name as the {@code base_url} of their credentials although
 *     it is in-house: names of hosts, addresses and ranges such as {@code 10.1.0.0/16}
 */
@Validated
@ConfigurationProperties("scaicore.scaiflow")
record ClientProperties(
    @Nullable URI scaigridUrl,
    @Nullable URI scaiqueueUrl,
    @Nullable URI scaivaultUrl,
    @Nullable String scaivaultToken,
    @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(seconds = 60)
        Duration connectTimeout,
    @DefaultValue("30s") @DurationMin(millis = 100) @DurationMax(seconds = 300) Duration timeout,
    @DefaultValue("3") @Positive @Max(10) int tries,
    @DefaultValue("200ms") @DurationMin(millis = 1) @DurationMax(seconds = 10) Duration pause,
    @DefaultValue List<String> allowedHosts) {

  ClientProperties {
    try {
      new Destinations(allowedHosts, false);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("scaicore.scaiflow.allowed-hosts: " + e.getMessage(), e);
    }
    check("scaigrid-url", scaigridUrl);
    check("scaiqueue-url", scaiqueueUrl);
    check("scaivault-url", scaivaultUrl);
  }

  private static void check(String name, @Nullable URI uri) {
    if (uri != null
        && (uri.getHost() == null
            || uri.getRawUserInfo() != null
            || uri.getRawQuery() != null
            || uri.getRawFragment() != null
            || !List.of("http", "https").contains(String.valueOf(uri.getScheme())))) {
      // Not the value: it may hold a password.
      throw new IllegalArgumentException(
          "scaicore.scaiflow."
              + name
              + " must be an address such as https://scaigrid.example.com, without user, password,"
              + " query and fragment");
    }
  }

  /**
   * Where the servers are that the operator has named: wherever that is.
   *
   * @param process the host of this process
   */
  Destinations operators(String process) {
    var named =
        Stream.of(scaigridUrl, scaiqueueUrl, scaivaultUrl)
            .filter(Objects::nonNull)
            .map(uri -> uri.getHost().replaceAll("[\\[\\]]", ""));
    return new Destinations(Stream.concat(named, Stream.of(process)).toList(), true);
  }

  /** Where servers may be that a tenant names. */
  Destinations tenants() {
    return new Destinations(allowedHosts, false);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ClientProperties[scaigridUrl=" + scaigridUrl + ", …]";
  }
}
