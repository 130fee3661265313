package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.Ids;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes models, their back-ends and the links between them. */
@Repository
class ModelRows {

  private final JdbcClient jdbc;
  private final Json json;

  ModelRows(JdbcClient jdbc, Json json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  CatalogueEntry insert(NewPublication publication) {
    var made = new CatalogueEntry(Ids.next("fm_"), Ids.next("bm_"), publication.slug());
    var presentation = publication.presentation();
    jdbc.sql(
            """
            insert into scaigrid_backend_models
              (id, tenant_id, name, provider_type, connection_config)
            values (:id, :tenant, :name, :provider, cast(:config as json))
            """)
        .param("id", made.backendId())
        .param("tenant", publication.tenantId())
        .param("name", publication.slug())
        .param("provider", publication.providerType())
        .param("config", json.write(publication.connectionConfig()))
        .update();
    try {
      jdbc.sql(
              """
              insert into scaigrid_frontend_models
                (id, tenant_id, slug, display_name, description, modality, capabilities,
                 system_prompt_template, avatar_url, status, metadata)
              values (:id, :tenant, :slug, :name, :description, :modality,
                cast(:capabilities as json), :prompt, :avatar, 'active', cast(:metadata as json))
              """)
          .param("id", made.modelId())
          .param("tenant", publication.tenantId())
          .param("slug", publication.slug())
          .param("name", presentation.displayName())
          .param("description", presentation.description())
          .param("modality", publication.modality())
          .param("capabilities", json.write(publication.capabilities()))
          .param("prompt", presentation.systemPromptTemplate())
          .param("avatar", presentation.avatarUrl())
          .param("metadata", json.write(presentation.metadata()))
          .update();
    } catch (DuplicateKeyException e) {
      throw new SlugTaken(publication.slug());
    }
    jdbc.sql(
            """
            insert into scaigrid_model_backends (model_id, backend_id, position)
            values (:model, :backend, 0)
            """)
        .param("model", made.modelId())
        .param("backend", made.backendId())
        .update();
    return made;
  }

  void update(String tenantId, String modelId, Presentation presentation) {
    jdbc.sql(
            """
            update scaigrid_frontend_models
            set display_name = :name, description = :description, system_prompt_template = :prompt,
              avatar_url = :avatar, metadata = cast(:metadata as json), updated_at = now()
            where id = :id and tenant_id = :tenant
            """)
        .param("id", modelId)
        .param("tenant", tenantId)
        .param("name", presentation.displayName())
        .param("description", presentation.description())
        .param("prompt", presentation.systemPromptTemplate())
        .param("avatar", presentation.avatarUrl())
        .param("metadata", json.write(presentation.metadata()))
        .update();
  }

  /** The link and the memberships go with the model. */
  void delete(String tenantId, CatalogueEntry publication) {
    jdbc.sql("delete from scaigrid_frontend_models where id = :id and tenant_id = :tenant")
        .param("id", publication.modelId())
        .param("tenant", tenantId)
        .update();
    jdbc.sql("delete from scaigrid_backend_models where id = :id and tenant_id = :tenant")
        .param("id", publication.backendId())
        .param("tenant", tenantId)
        .update();
  }
}
