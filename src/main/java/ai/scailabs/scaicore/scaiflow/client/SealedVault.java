package ai.scailabs.scaicore.scaiflow.client;

import ai.scailabs.scaicore.secrets.SecretAddress;
import ai.scailabs.scaicore.secrets.SecretBox;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Rows of this service's database, sealed with its key set. Joins a transaction that is open. */
final class SealedVault implements ScaiVault {

  private static final TypeReference<Map<String, String>> DATA = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final SecretBox box;
  private final JsonMapper json;

  SealedVault(JdbcClient jdbc, SecretBox box, JsonMapper json) {
    this.jdbc = jdbc;
    this.box = box;
    this.json = json;
  }

  @Override
  public boolean joinsTransactions() {
    return true;
  }

  @Override
  public Optional<Map<String, String>> read(String tenantId, String path) {
    return jdbc.sql(
            "select sealed_data from scaiflow_vault_secrets where tenant_id = ? and path = ?")
        .params(tenantId, path)
        .query((row, number) -> row.getBytes(1))
        .optional()
        .map(sealed -> json.readValue(box.open(address(tenantId, path), sealed), DATA));
  }

  @Override
  public void write(String tenantId, String path, Map<String, String> data, String type) {
    jdbc.sql(
            """
            insert into scaiflow_vault_secrets
              (tenant_id, path, secret_type, sealed_data, updated_at)
            values (?, ?, ?, ?, now())
            on conflict (tenant_id, path) do update
              set secret_type = excluded.secret_type, sealed_data = excluded.sealed_data,
                  updated_at = excluded.updated_at
            """)
        .params(
            tenantId, path, type, box.seal(address(tenantId, path), json.writeValueAsString(data)))
        .update();
  }

  @Override
  public void delete(String tenantId, String path) {
    jdbc.sql("delete from scaiflow_vault_secrets where tenant_id = ? and path = ?")
        .params(tenantId, path)
        .update();
  }

  /** It belongs to the tenant, and to no Core. */
  private static SecretAddress address(String tenantId, String path) {
    return new SecretAddress(tenantId, "", path);
  }
}
