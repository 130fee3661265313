package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.secrets.SealedColumn;
import ai.scailabs.scaicore.secrets.SealedValues;
import org.springframework.stereotype.Component;

/** The secrets that calls to plugins are signed with, for a rotation of keys. */
@Component
class SigningSecretValues implements SealedValues {

  @Override
  public SealedColumn column() {
    return new SealedColumn(
        "mod_scaicore_signing_secrets",
        "sealed",
        "tenant_id",
        "core_id",
        "'" + SigningSecrets.NAME + "'");
  }
}
