package ai.scailabs.scaicore.stream;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of server-sent events.
 *
 * @param most how many streams a replica keeps open at once ({@code SCAICORE_STREAMS_MOST})
 * @param mostPerTenant how many of them for one tenant ({@code SCAICORE_STREAMS_MOST_PER_TENANT})
 * @param heartbeat how often a silent stream says that it lives ({@code
 *     SCAICORE_STREAMS_HEARTBEAT})
 * @param lifetime after how long a stream ends ({@code SCAICORE_STREAMS_LIFETIME}); clients connect
 *     again by themselves, and are asked for their token then
 */
@Validated
@ConfigurationProperties("scaicore.streams")
record StreamProperties(
    @DefaultValue("5000") @Positive int most,
    @DefaultValue("2000") @Positive int mostPerTenant,
    @DefaultValue("15s") @DurationMin(seconds = 1) Duration heartbeat,
    @DefaultValue("10m") @DurationMin(seconds = 1) Duration lifetime) {}
