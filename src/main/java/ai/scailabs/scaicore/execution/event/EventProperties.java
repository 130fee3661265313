package ai.scailabs.scaicore.execution.event;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the runtime events.
 *
 * @param retention how long events are kept ({@code SCAICORE_EVENTS_RETENTION})
 * @param queue how many runs' events a replica keeps until they are written ({@code
 *     SCAICORE_EVENTS_QUEUE}); when the database is away for longer, the oldest are dropped
 */
@Validated
@ConfigurationProperties("scaicore.events")
record EventProperties(
    @DefaultValue("7d") @DurationMin(seconds = 1) Duration retention,
    @DefaultValue("20000") @Positive int queue) {}
