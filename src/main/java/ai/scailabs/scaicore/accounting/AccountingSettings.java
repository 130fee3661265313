package ai.scailabs.scaicore.accounting;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the accounts.
 *
 * @param queue how many calls to models a replica keeps until they are written
 */
@Validated
@ConfigurationProperties("scaicore.accounting")
record AccountingSettings(@DefaultValue("50000") @Positive int queue) {}
