package ai.scailabs.scaicore.catalogue;

import java.util.Map;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The model {@code offline/echo}, which needs nothing outside this service. It is put into the
 * catalogue, visible to every tenant, before the first request is taken; where its switch is off it
 * is out of sight, and keeps its place in groups for when it is on again.
 */
@Component
class OfflineModel implements SmartInitializingSingleton {

  private final ModelSettings settings;
  private final JdbcClient jdbc;
  private final Json json;
  private final TransactionOperations transaction;

  OfflineModel(
      ModelSettings settings, JdbcClient jdbc, Json json, TransactionOperations transaction) {
    this.settings = settings;
    this.jdbc = jdbc;
    this.json = json;
    this.transaction = transaction;
  }

  @Override
  public void afterSingletonsInstantiated() {
    transaction.executeWithoutResult(
        status -> {
          if (settings.offline()) {
            show();
          } else {
            hide();
          }
        });
  }

  private void show() {
    jdbc.sql(
            """
            insert into scaigrid_backend_models (id, name, provider_type, connection_config)
            values ('bm_offline_echo', 'offline/echo', 'offline', '{}')
            on conflict do nothing
            """)
        .update();
    jdbc.sql(
            """
            insert into scaigrid_frontend_models
              (id, slug, display_name, description, modality, capabilities, status, metadata)
            values ('fm_offline_echo', 'offline/echo', 'Echo (offline)', :description, 'text',
              cast(:capabilities as json), 'active', '{}')
            on conflict (id) do update set status = excluded.status
            where scaigrid_frontend_models.status <> excluded.status
            """)
        .param(
            "description", "Answers with the text it was given. It needs no provider and no key.")
        .param("capabilities", json.write(Map.of("tool_use", false, "streaming", false)))
        .update();
    jdbc.sql(
            """
            insert into scaigrid_model_backends (model_id, backend_id, position)
            values ('fm_offline_echo', 'bm_offline_echo', 0)
            on conflict do nothing
            """)
        .update();
  }

  private void hide() {
    jdbc.sql("update scaigrid_frontend_models set status = 'inactive' where id = 'fm_offline_echo'")
        .update();
  }
}
