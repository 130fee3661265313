package ai.scailabs.scaicore.iam;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The first super admin of a new database.
 *
 * @param adminKey their API key ({@code SCAICORE_BOOTSTRAP_ADMIN_KEY}): {@code sgk_} and at least
 *     32 of A-Z, a-z, 0-9, '-' and '_'; where there is a super admin with a live key, it is ignored
 * @param adminEmail their e-mail address
 */
@ConfigurationProperties("scaicore.bootstrap")
record BootstrapProperties(
    @Nullable String adminKey, @DefaultValue("admin@platform") String adminEmail) {

  /** Never shows the key. */
  @Override
  public String toString() {
    return "BootstrapProperties[" + adminEmail + "]";
  }
}
