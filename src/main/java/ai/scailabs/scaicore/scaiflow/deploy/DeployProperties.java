package ai.scailabs.scaicore.scaiflow.deploy;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Deploys of one flow, one after the other.
 *
 * @param patience how long a deploy waits for the one before it
 * @param lease after how long without a sign of life a deploy counts as dead, and the next goes on
 */
@Validated
@ConfigurationProperties("scaicore.scaiflow.deploys")
record DeployProperties(
    @DefaultValue("60s") @DurationMin(millis = 1) @DurationMax(seconds = 600) Duration patience,
    @DefaultValue("15s") @DurationMin(seconds = 2) @DurationMax(seconds = 600) Duration lease) {}
