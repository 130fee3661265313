package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.secrets.SecretAddress;
import ai.scailabs.scaicore.secrets.SecretBox;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** With what the webhooks of a tenant are signed: made here, shown once, sealed. */
@Component
class WebhookSecrets {

  /** The name in a secret's address. */
  static final String NAME = "notifications.webhook_secret";

  private static final String PREFIX = "whs_";
  private static final int BYTES = 32;

  private final TenantSettings settings;
  private final SecretBox box;
  private final SecureRandom random = new SecureRandom();

  WebhookSecrets(TenantSettings settings, SecretBox box) {
    this.settings = settings;
    this.box = box;
  }

  String fresh() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  byte[] sealed(String tenantId, String secret) {
    return box.seal(address(tenantId), secret);
  }

  /** The secret of a tenant; empty where there is none. */
  Optional<String> of(String tenantId) {
    return settings.sealedSecret(tenantId).map(bytes -> box.open(address(tenantId), bytes));
  }

  /** It belongs to the tenant, and to no Core. */
  private static SecretAddress address(String tenantId) {
    return new SecretAddress(tenantId, "", NAME);
  }
}
