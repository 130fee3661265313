package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.outbound.Destinations;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of models.
 *
 * @param offline whether the offline provider and its model {@code offline/echo} are there: on in
 *     the embedded default, off in production unless set
 * @param allowedHosts model servers that may be called although they are in-house: names of hosts,
 *     addresses and ranges such as {@code 10.1.0.0/16}
 * @param allowLoopback whether model servers on {@code localhost} may be called: on in the embedded
 *     default, off in production unless set
 * @param timeout how long a model may take where its backend says nothing
 * @param connectTimeout how long it may take to reach a model server
 * @param connectionsPerHost how many calls to one model server a replica makes at once
 * @param callsPerTenant how many calls of one tenant to model servers a replica makes at once
 * @param answerSize the largest answer that is taken of a model server
 */
@Validated
@ConfigurationProperties("scaicore.models")
public record ModelSettings(
    @DefaultValue("false") boolean offline,
    @DefaultValue List<String> allowedHosts,
    @DefaultValue("false") boolean allowLoopback,
    @DefaultValue("60s") @DurationMin(seconds = 1) @DurationMax(seconds = 600) Duration timeout,
    @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(seconds = 60)
        Duration connectTimeout,
    @DefaultValue("1000") @Positive int connectionsPerHost,
    @DefaultValue("200") @Positive int callsPerTenant,
    @DefaultValue("2MB") DataSize answerSize) {

  private static final DataSize SMALLEST = DataSize.ofKilobytes(1);
  private static final DataSize LARGEST = DataSize.ofMegabytes(256);

  public ModelSettings {
    if (answerSize.compareTo(SMALLEST) < 0 || answerSize.compareTo(LARGEST) > 0) {
      throw new IllegalArgumentException(
          "scaicore.models.answer-size must be between 1KB and 256MB");
    }
    try {
      new Destinations(allowedHosts, allowLoopback);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("scaicore.models.allowed-hosts: " + e.getMessage(), e);
    }
  }

  /** Where model servers may be. */
  public Destinations destinations() {
    return new Destinations(allowedHosts, allowLoopback);
  }
}
