package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.secrets.SealedColumn;
import ai.scailabs.scaicore.secrets.SealedValues;
import org.springframework.stereotype.Component;

/** The secrets of Cores, for a rotation of keys. */
@Component
class CoreSecretValues implements SealedValues {

  @Override
  public SealedColumn column() {
    return new SealedColumn("mod_scaicore_secrets", "sealed", "tenant_id", "core_id", "name");
  }
}
