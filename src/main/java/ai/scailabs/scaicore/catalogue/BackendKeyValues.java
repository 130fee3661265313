package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.secrets.SealedColumn;
import ai.scailabs.scaicore.secrets.SealedValues;
import org.springframework.stereotype.Component;

/** The keys of model servers, for a rotation of keys. */
@Component
class BackendKeyValues implements SealedValues {

  @Override
  public SealedColumn column() {
    return new SealedColumn(
        "scaigrid_backend_models", "sealed_key", "tenant_id", "id", "'" + BackendKeys.NAME + "'");
  }
}
