package ai.scailabs.scaicore.delegation;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The tokens that Cores send where they act as users.
 *
 * @param issuer their {@code iss}; best the address of this service, as plugins know it ({@code
 *     SCAICORE_DELEGATION_ISSUER})
 * @param tokenLifetime how long one is good for, at most ({@code
 *     SCAICORE_DELEGATION_TOKEN_LIFETIME})
 * @param keyLifetime how long a key signs before the next one does ({@code
 *     SCAICORE_DELEGATION_KEY_LIFETIME})
 */
@Validated
@ConfigurationProperties("scaicore.delegation")
record DelegationProperties(
    @DefaultValue("scaicore") @NotBlank String issuer,
    @DefaultValue("5m") @DurationMin(seconds = 30) @DurationMax(hours = 1) Duration tokenLifetime,
    @DefaultValue("30d") @DurationMin(hours = 2) @DurationMax(days = 3650) Duration keyLifetime) {}
