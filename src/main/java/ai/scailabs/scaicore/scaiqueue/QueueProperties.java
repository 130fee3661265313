package ai.scailabs.scaicore.scaiqueue;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of ScaiQueue.
 *
 * @param retention how long messages are kept that were completed, withdrawn or ran out, and with
 *     them their idempotency keys; those of broadcast queues since they were published
 * @param deadLetterRetention how long dead letters wait for somebody to look at them
 */
@Validated
@ConfigurationProperties("scaicore.queue")
record QueueProperties(
    @DefaultValue("7d") @DurationMin(hours = 24) Duration retention,
    @DefaultValue("90d") @DurationMin(hours = 24) Duration deadLetterRetention) {}
