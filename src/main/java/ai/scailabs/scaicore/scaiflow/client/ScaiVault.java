package ai.scailabs.scaicore.scaiflow.client;

import java.util.Map;
import java.util.Optional;

/**
 * Keeps secrets of tenants by path. Each method fails with {@link VaultFailed}. Source: {@code
 * design/scaiflow.md}, "ScaiVault".
 */
public interface ScaiVault {

  /** Whether a change is part of the database transaction that is open. */
  boolean joinsTransactions();

  /** The data of a secret; empty where there is none. */
  Optional<Map<String, String>> read(String tenantId, String path);

  /**
   * Stores a secret over what was there.
   *
   * @param type such as {@code api_key}
   */
  void write(String tenantId, String path, Map<String, String> data, String type);

  /** Removes a secret; does nothing where there is none. */
  void delete(String tenantId, String path);
}
