package ai.scailabs.scaicore.core.skill;

import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The skills of all tenants, each looked for within its own. */
@Component
class Skills {

  private static final int PAGE_BYTES = 2_000_000;

  private final JdbcClient jdbc;

  Skills(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether it was added; not when the tenant has this version of it. */
  boolean add(String tenantId, Skill skill) {
    return jdbc.sql(
                """
                insert into mod_scaicore_skills
                  (id, tenant_id, slug, version, preamble, created_by, created_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant_id, slug, version) do nothing
                """)
            .params(
                skill.id(),
                tenantId,
                skill.slug(),
                skill.version(),
                skill.preamble(),
                skill.createdBy(),
                Timestamp.from(skill.createdAt()))
            .update()
        == 1;
  }

  boolean remove(String tenantId, String id) {
    return jdbc.sql("delete from mod_scaicore_skills where tenant_id = ? and id = ?")
            .params(tenantId, id)
            .update()
        == 1;
  }

  Optional<Skill> find(String tenantId, String id) {
    return jdbc.sql("select * from mod_scaicore_skills where tenant_id = ? and id = ?")
        .params(tenantId, id)
        .query(Skills::row)
        .optional();
  }

  /**
   * The version that is named, or the one that was added last. Index: mod_scaicore_skills_newest
   */
  Optional<Skill> find(String tenantId, SkillBinding binding) {
    return jdbc.sql(
            """
            select * from mod_scaicore_skills
            where tenant_id = :tenant and slug = :slug
              and (cast(:version as text) is null or version = :version)
            order by created_at desc, id desc
            limit 1
            """)
        .param("tenant", tenantId)
        .param("slug", binding.slug())
        .param("version", binding.version())
        .query(Skills::row)
        .optional();
  }

  /**
   * A page, newest first; it ends early where the texts are long. Indexes:
   * mod_scaicore_skills_list, and with a slug mod_scaicore_skills_newest.
   */
  Page<Skill> list(String tenantId, @Nullable String slug, Paging paging) {
    var after = paging.after(2);
    var rows =
        jdbc.sql(
                """
                select * from mod_scaicore_skills
                where tenant_id = :tenant %s
                  and (created_at, id)
                    < (coalesce(cast(:created as timestamptz), 'infinity'), :id)
                order by created_at desc, id desc
                limit :limit
                """
                    .formatted(slug == null ? "" : "and slug = :slug"))
            .param("tenant", tenantId)
            .param("slug", slug)
            .param("created", after.map(c -> c.instant(0).toString()).orElse(null))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("limit", paging.limit() + 1)
            .query(Skills::row)
            .list();
    int bytes = 0;
    int taken = 0;
    while (taken < Math.min(rows.size(), paging.limit())
        && (taken == 0 || bytes + rows.get(taken).preamble().length() <= PAGE_BYTES)) {
      bytes += rows.get(taken++).preamble().length();
    }
    return Page.of(rows, taken, skill -> Cursor.at(skill.createdAt(), skill.id()));
  }

  private static Skill row(ResultSet row, int number) throws SQLException {
    return new Skill(
        row.getString("id"),
        row.getString("slug"),
        row.getString("version"),
        row.getString("preamble"),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
