package ai.scailabs.scaicore.execution.log;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the logs of Cores.
 *
 * @param retentionDays how many days lines are kept where a tenant has not said otherwise ({@code
 *     SCAICORE_LOGS_RETENTION_DAYS})
 * @param longestRetentionDays how many days a tenant may ask for ({@code
 *     SCAICORE_LOGS_LONGEST_RETENTION_DAYS})
 * @param queue how many runs' lines a replica keeps until they are written ({@code
 *     SCAICORE_LOGS_QUEUE}); when the database is away for longer, the oldest are dropped
 */
@Validated
@ConfigurationProperties("scaicore.logs")
record LogProperties(
    @DefaultValue("7") @Min(1) @Max(3650) int retentionDays,
    @DefaultValue("90") @Min(1) @Max(3650) int longestRetentionDays,
    @DefaultValue("20000") @Positive int queue) {}
