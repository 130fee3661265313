package ai.scailabs.scaicore.secrets;

import java.nio.charset.StandardCharsets;

/**
 * Where a secret belongs. It is bound into the sealed bytes, so that a value moved to another
 * tenant, Core or name does not open.
 *
 * @param name path inside the Core, such as {@code environment.API_KEY}
 */
public record SecretAddress(String tenantId, String coreId, String name) {

  byte[] associatedData() {
    return String.join("\n", tenantId, coreId, name).getBytes(StandardCharsets.UTF_8);
  }
}
