package ai.scailabs.scaicore.delegation;

import java.util.function.UnaryOperator;

/** The Cores, as far as they can act as users. Each method fails with {@code CORE_NOT_FOUND}. */
public interface DelegableCores {

  /** As whom a Core of the tenant acts. */
  Delegation delegation(String tenantId, String coreId);

  /**
   * Changes it, in the surrounding transaction, held against others.
   *
   * @param change of what it is now
   * @return what it is thereafter
   */
  Delegation change(String tenantId, String coreId, UnaryOperator<Delegation> change);
}
