package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.execution.CoreCallGrants;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A Core of another tenant may be called where it is published into a model group that covers the
 * caller's tenant, or where its own {@code metadata.core_call_grants} lists the slug of that
 * tenant.
 */
@Component
class CatalogueGrants implements CoreCallGrants {

  private final JdbcClient jdbc;

  CatalogueGrants(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean allow(RunnableCore caller, RunnableCore target) {
    return jdbc.sql(
            """
            select exists (
              select from mod_scaicore_cores c
              join scaigrid_tenants t on t.id = :caller
              where c.tenant_id = :tenant and c.id = :target
                and (
                  jsonb_exists((c.metadata -> 'core_call_grants')::jsonb, t.slug)
                  or exists (
                    select from scaigrid_model_group_members m
                    join scaigrid_model_groups g on g.id = m.group_id
                    where m.model_id = c.published_model_id
                      and (g.scope = 'global'
                        or g.scope = 'partner' and g.scope_id = t.partner_id
                        or g.scope = 'tenant' and g.scope_id = t.id))))
            """)
        .param("caller", caller.tenantId())
        .param("tenant", target.tenantId())
        .param("target", target.id())
        .query(Boolean.class)
        .single();
  }
}
