package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Partners and tenants, as far as a caller administers them. */
@Repository
class Tenancy {

  /** For {@code t}, a tenant. */
  private static final String ADMINISTERED =
      """
      (:super_admin or :partner_admin and t.partner_id = :partner)
      """;

  private final JdbcClient jdbc;

  Tenancy(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An organisation that has tenants. */
  @Schema(name = "Partner", description = "An organisation that has tenants.")
  record PartnerView(
      @Schema(example = "par_north") String id,
      @Schema(example = "north") String slug,
      @Schema(example = "North") String name,
      Instant createdAt) {}

  /** A customer. */
  @Schema(name = "Tenant", description = "A customer, whose rows no other customer sees.")
  record TenantView(
      @Schema(example = "ten_acme") String id,
      @Schema(example = "par_north") String partnerId,
      @Schema(example = "acme") String slug,
      @Schema(example = "Acme") String name,
      @Schema(description = "`active` or `suspended`", example = "active") String status,
      @Schema(example = "mg_internal_chat") @Nullable String defaultModelGroupId,
      Instant createdAt) {}

  /** Newest first. Index: scaigrid_partners_newest. */
  Page<PartnerView> partners(Paging paging) {
    var after = paging.after(2);
    var rows =
        jdbc.sql(
                """
                select id, slug, name, created_at from scaigrid_partners
                where (created_at, id) < (coalesce(cast(:created as timestamptz), 'infinity'), :id)
                order by created_at desc, id desc limit :limit""")
            .param("created", after.map(c -> c.instant(0).toString()).orElse(null))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("limit", paging.limit() + 1)
            .query(Tenancy::partner)
            .list();
    return Page.of(rows, paging.limit(), p -> Cursor.at(p.createdAt(), p.id()));
  }

  Optional<PartnerView> partner(String id) {
    return jdbc.sql("select id, slug, name, created_at from scaigrid_partners where id = ?")
        .param(id)
        .query(Tenancy::partner)
        .optional();
  }

  void addPartner(String id, String slug, String name) {
    try {
      jdbc.sql("insert into scaigrid_partners (id, slug, name) values (?, ?, ?)")
          .params(id, slug, name)
          .update();
    } catch (DuplicateKeyException e) {
      throw Taken.slug();
    }
  }

  /** Newest first. Index: scaigrid_tenants_newest. */
  Page<TenantView> tenants(Caller caller, Paging paging) {
    var after = paging.after(2);
    var rows =
        administered(
                caller,
                """
                and (t.created_at, t.id)
                  < (coalesce(cast(:created as timestamptz), 'infinity'), :id)
                order by t.created_at desc, t.id desc limit :limit""")
            .param("created", after.map(c -> c.instant(0).toString()).orElse(null))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("limit", paging.limit() + 1)
            .query(Tenancy::tenant)
            .list();
    return Page.of(rows, paging.limit(), t -> Cursor.at(t.createdAt(), t.id()));
  }

  /** The tenant, kept from other changes until the surrounding transaction, if any, ends. */
  Optional<TenantView> tenant(Caller caller, String id) {
    return administered(caller, "and t.id = :id for no key update")
        .param("id", id)
        .query(Tenancy::tenant)
        .optional();
  }

  void addTenant(String id, String partnerId, String slug, String name) {
    try {
      jdbc.sql("insert into scaigrid_tenants (id, partner_id, slug, name) values (?, ?, ?, ?)")
          .params(id, partnerId, slug, name)
          .update();
    } catch (DuplicateKeyException e) {
      throw Taken.slug();
    }
  }

  void change(String id, String name, String status, @Nullable String defaultModelGroupId) {
    jdbc.sql(
            """
            update scaigrid_tenants set name = :name, status = :status,
              default_model_group_id = :group
            where id = :id""")
        .param("name", name)
        .param("status", status)
        .param("group", defaultModelGroupId)
        .param("id", id)
        .update();
  }

  private JdbcClient.StatementSpec administered(Caller caller, String rest) {
    return jdbc.sql(
            """
            select t.id, t.partner_id, t.slug, t.name, t.status, t.default_model_group_id,
              t.created_at
            from scaigrid_tenants t
            where %s
            """
                    .formatted(ADMINISTERED)
                + rest)
        .param("super_admin", caller.isSuperAdmin())
        .param("partner_admin", caller.isPartnerAdmin())
        .param("partner", caller.homePartnerId());
  }

  private static PartnerView partner(ResultSet row, int number) throws SQLException {
    return new PartnerView(
        row.getString("id"), row.getString("slug"), row.getString("name"), createdAt(row));
  }

  private static TenantView tenant(ResultSet row, int number) throws SQLException {
    return new TenantView(
        row.getString("id"),
        row.getString("partner_id"),
        row.getString("slug"),
        row.getString("name"),
        row.getString("status"),
        row.getString("default_model_group_id"),
        createdAt(row));
  }

  private static Instant createdAt(ResultSet row) throws SQLException {
    return row.getObject("created_at", OffsetDateTime.class).toInstant();
  }
}
