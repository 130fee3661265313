package ai.scailabs.scaicore.notification;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of notifications. Where webhooks may go is that of calls to plugins ({@code
 * scaicore.plugins.allowed-hosts}); the mail server is {@code spring.mail.host}.
 *
 * @param timeout how long a webhook may take to answer
 * @param connectTimeout how long it may take to reach it
 * @param atOnce how many deliveries a replica makes at once
 * @param perTenant while a replica makes so many for one tenant, it begins no more for it
 * @param retention how long deliveries are kept
 * @param mailFrom the address of the service, from which mails come
 * @param mailDomains domains that tenants may send from instead; none: only the service's address
 * @param publicUrl where people reach this service, for links in mails; null: mails have no link
 */
@Validated
@ConfigurationProperties("scaicore.notifications")
record NotificationProperties(
    @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(seconds = 60) Duration timeout,
    @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(seconds = 60)
        Duration connectTimeout,
    @DefaultValue("32") @Positive @Max(1000) int atOnce,
    @DefaultValue("8") @Positive @Max(1000) int perTenant,
    @DefaultValue("30d") @DurationMin(hours = 3) Duration retention,
    @DefaultValue("scaicore@localhost") @Email String mailFrom,
    @DefaultValue List<String> mailDomains,
    @Nullable URI publicUrl) {

  /** Whether a tenant may send from an address. */
  boolean sendsFrom(String address) {
    var domain = address.substring(address.lastIndexOf('@') + 1);
    return mailDomains.stream().anyMatch(domain::equalsIgnoreCase);
  }

  NotificationProperties {
    if (publicUrl != null
        && (publicUrl.getHost() == null
            || !List.of("http", "https").contains(String.valueOf(publicUrl.getScheme())))) {
      throw new IllegalArgumentException(
          "scaicore.notifications.public-url must be an address such as https://scaicore.acme.com");
    }
  }
}
