package ai.scailabs.scaicore.scaiflow.client;

import ai.scailabs.scaicore.secrets.SealedColumn;
import ai.scailabs.scaicore.secrets.SealedValues;
import org.springframework.stereotype.Component;

/** The secrets of the vault in this service, for a rotation of keys. */
@Component
class VaultSecretValues implements SealedValues {

  @Override
  public SealedColumn column() {
    return new SealedColumn("scaiflow_vault_secrets", "sealed_data", "tenant_id", "''", "path");
  }
}
