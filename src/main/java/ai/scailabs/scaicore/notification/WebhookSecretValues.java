package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.secrets.SealedColumn;
import ai.scailabs.scaicore.secrets.SealedValues;
import org.springframework.stereotype.Component;

/** The secrets that webhooks are signed with, for a rotation of keys. */
@Component
class WebhookSecretValues implements SealedValues {

  @Override
  public SealedColumn column() {
    return new SealedColumn(
        "mod_scaicore_notification_settings",
        "sealed_secret",
        "tenant_id",
        "''",
        "'" + WebhookSecrets.NAME + "'");
  }
}
