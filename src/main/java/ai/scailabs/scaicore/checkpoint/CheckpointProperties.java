package ai.scailabs.scaicore.checkpoint;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the inbox.
 *
 * @param streamRetention how long a client may be away and still be told all that moved in its
 *     inbox ({@code SCAICORE_CHECKPOINTS_STREAM_RETENTION})
 */
@Validated
@ConfigurationProperties("scaicore.checkpoints")
record CheckpointProperties(
    @DefaultValue("24h") @DurationMin(seconds = 1) Duration streamRetention) {}
