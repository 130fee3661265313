package ai.scailabs.scaicore.catalogue;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Model groups and what is in them, as far as a caller reaches. */
@Repository
class ModelGroups {

  private final JdbcClient jdbc;

  ModelGroups(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Row(ModelGroup group, Instant createdAt) {}

  private record Member(String groupId, String slug) {}

  /** Newest first. */
  Page<ModelGroup> page(Caller caller, Paging paging) {
    var after = paging.after(2);
    var rows =
        jdbc.sql(
                """
                select g.* from scaigrid_model_groups g
                where (g.created_at, g.id) < (:at, :id) and %s
                order by g.created_at desc, g.id desc
                limit :rows
                """
                    .formatted(GroupReach.SEEN))
            .params(GroupReach.parameters(caller))
            .param(
                "at",
                after.map(c -> c.instant(0).atOffset(ZoneOffset.UTC)).orElse(OffsetDateTime.MAX))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("rows", paging.limit() + 1)
            .query(ModelGroups::row)
            .list();
    var page =
        Page.of(rows, paging.limit(), row -> Cursor.at(row.createdAt(), row.group().id()))
            .map(Row::group);
    var slugs = slugs(page.items().stream().map(ModelGroup::id).toList());
    return page.map(group -> group.with(slugs.getOrDefault(group.id(), List.of())));
  }

  Optional<ModelGroup> find(Caller caller, String id) {
    return jdbc.sql(
            "select g.* from scaigrid_model_groups g where g.id = :id and " + GroupReach.SEEN)
        .params(GroupReach.parameters(caller))
        .param("id", id)
        .query(ModelGroups::row)
        .optional()
        .map(row -> row.group().with(slugs(List.of(id)).getOrDefault(id, List.of())));
  }

  /** Whether the caller may write a group; it stays as it is until the transaction ends. */
  boolean isWritable(Caller caller, String id) {
    return jdbc.sql(
            "select 1 from scaigrid_model_groups g where g.id = :id and "
                + GroupReach.WRITABLE
                + " for update of g")
        .params(GroupReach.parameters(caller))
        .param("id", id)
        .query()
        .optionalValue()
        .isPresent();
  }

  /**
   * Puts models into a group: those of the tenant that the caller acts in and of the service
   * itself, as far as the caller sees them.
   *
   * @return slugs of those that are in it now
   */
  Set<String> addModels(Caller caller, String id, Collection<String> slugs) {
    return jdbc.sql(
            """
            with members as (
              insert into scaigrid_model_group_members (group_id, model_id, model_created_at)
              select :group, m.id, m.created_at from scaigrid_frontend_models m
              where m.slug = any(:slugs) and (m.tenant_id = :tenant or m.tenant_id is null) and %s
              on conflict (group_id, model_id) do update
                set model_created_at = excluded.model_created_at
              returning model_id)
            select m.slug from members join scaigrid_frontend_models m on m.id = model_id
            """
                .formatted(VisibleModels.VISIBLE))
        .params(Audience.of(caller).parameters())
        .param("group", id)
        .param("slugs", slugs.toArray(String[]::new))
        .query((row, n) -> row.getString(1))
        .set();
  }

  /**
   * Takes models out of a group, whosever they are.
   *
   * @return slugs of those that were in it
   */
  Set<String> removeModels(String id, Collection<String> slugs) {
    return jdbc.sql(
            """
            delete from scaigrid_model_group_members gm using scaigrid_frontend_models m
            where gm.group_id = :group and m.id = gm.model_id and m.slug = any(:slugs)
            returning m.slug
            """)
        .param("group", id)
        .param("slugs", slugs.toArray(String[]::new))
        .query((row, n) -> row.getString(1))
        .set();
  }

  void delete(String id) {
    jdbc.sql("delete from scaigrid_model_groups where id = ?").param(id).update();
  }

  boolean tenantExists(String id, @Nullable String partnerId) {
    return jdbc.sql(
            """
            select 1 from scaigrid_tenants
            where id = :id and (cast(:partner as text) is null or partner_id = :partner)
            """)
        .param("id", id)
        .param("partner", partnerId)
        .query()
        .optionalValue()
        .isPresent();
  }

  boolean partnerExists(String id) {
    return jdbc.sql("select 1 from scaigrid_partners where id = ?")
        .param(id)
        .query()
        .optionalValue()
        .isPresent();
  }

  /** Adds a group; one of the same id stays as it is. */
  void add(String id, String name, GroupScope scope, @Nullable String scopeId) {
    jdbc.sql(
            """
            insert into scaigrid_model_groups (id, name, scope, scope_id)
            values (?, ?, ?, ?) on conflict do nothing
            """)
        .param(id)
        .param(name)
        .param(scope.word())
        .param(scopeId)
        .update();
  }

  /**
   * Puts a model of the tenant that the caller acts in into those of the groups that they may
   * write. The rest is dropped without a word.
   *
   * @return the groups it was put into
   */
  Set<String> addMember(Caller caller, String modelId, Collection<String> groupIds) {
    return jdbc.sql(
            """
            insert into scaigrid_model_group_members (group_id, model_id, model_created_at)
            select g.id, m.id, m.created_at
            from scaigrid_model_groups g, scaigrid_frontend_models m
            where g.id = any(:groups) and m.id = :model and m.tenant_id = :tenant and %s
            for key share
            on conflict do nothing
            returning group_id
            """
                .formatted(GroupReach.WRITABLE))
        .params(GroupReach.parameters(caller))
        .param("model", modelId)
        .param("groups", groupIds.toArray(String[]::new))
        .query((row, number) -> row.getString(1))
        .set();
  }

  private Map<String, List<String>> slugs(List<String> groups) {
    return jdbc
        .sql(
            """
            select gm.group_id, m.slug
            from scaigrid_model_group_members gm
            join scaigrid_frontend_models m on m.id = gm.model_id
            where gm.group_id = any(:groups) and m.status = 'active'
            order by gm.group_id, m.slug
            """)
        .param("groups", groups.toArray(String[]::new))
        .query((row, number) -> new Member(row.getString(1), row.getString(2)))
        .list()
        .stream()
        .collect(groupingBy(Member::groupId, mapping(Member::slug, toList())));
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        new ModelGroup(
            row.getString("id"),
            row.getString("name"),
            GroupScope.of(row.getString("scope")),
            row.getString("scope_id"),
            List.of()),
        Columns.instant(row, "created_at"));
  }
}
