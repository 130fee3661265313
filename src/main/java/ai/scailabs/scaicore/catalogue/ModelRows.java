package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.Ids;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    insertModel(
        made.modelId(),
        publication.tenantId(),
        publication.slug(),
        publication.modality(),
        publication.capabilities(),
        publication.presentation());
    link(made.modelId(), made.backendId(), null);
    return made;
  }

  /** A model on a model server that there is. */
  String insert(String tenantId, ModelDraft draft) {
    var id = Ids.next("fm_");
    insertModel(id, tenantId, draft.slug(), "text", draft.capabilities(), draft.presentation());
    link(id, draft.backendId(), draft.model());
    return id;
  }

  private void insertModel(
      String id,
      String tenantId,
      String slug,
      String modality,
      Map<String, Object> capabilities,
      Presentation presentation) {
    try {
      jdbc.sql(
              """
              insert into scaigrid_frontend_models
                (id, tenant_id, slug, display_name, description, modality, capabilities,
                 system_prompt_template, avatar_url, status, metadata)
              values (:id, :tenant, :slug, :name, :description, :modality,
                cast(:capabilities as json), :prompt, :avatar, 'active', cast(:metadata as json))
              """)
          .param("id", id)
          .param("tenant", tenantId)
          .param("slug", slug)
          .param("name", presentation.displayName())
          .param("description", presentation.description())
          .param("modality", modality)
          .param("capabilities", json.write(capabilities))
          .param("prompt", presentation.systemPromptTemplate())
          .param("avatar", presentation.avatarUrl())
          .param("metadata", json.write(presentation.metadata()))
          .update();
    } catch (DuplicateKeyException e) {
      throw new SlugTaken(slug);
    }
  }

  private void link(String modelId, String backendId, @Nullable String backendModel) {
    jdbc.sql(
            """
            insert into scaigrid_model_backends (model_id, backend_id, position, backend_model)
            values (:model, :backend, 0, :name)
            """)
        .param("model", modelId)
        .param("backend", backendId)
        .param("name", backendModel)
        .update();
  }

  /**
   * Deletes a model of the tenant that is on a model server.
   *
   * @return whether there was one
   */
  boolean deleteOnServer(String tenantId, String slug) {
    return jdbc.sql(
                """
                delete from scaigrid_frontend_models m
                where m.tenant_id = :tenant and m.slug = :slug and exists (
                  select 1 from scaigrid_model_backends link
                  where link.model_id = m.id and link.backend_model is not null)
                """)
            .param("tenant", tenantId)
            .param("slug", slug)
            .update()
        > 0;
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
