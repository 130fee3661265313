package ai.scailabs.scaicore.delegation;

import ai.scailabs.scaicore.secrets.SealedColumn;
import ai.scailabs.scaicore.secrets.SealedValues;
import org.springframework.stereotype.Component;

/** The private halves of the keys that tokens are signed with, for a rotation of keys. */
@Component
class DelegationKeyValues implements SealedValues {

  @Override
  public SealedColumn column() {
    return new SealedColumn(
        "mod_scaicore_delegation_keys",
        "sealed",
        "'" + DelegationKeys.TENANT + "'",
        "'" + DelegationKeys.OWNER + "'",
        "kid");
  }
}
