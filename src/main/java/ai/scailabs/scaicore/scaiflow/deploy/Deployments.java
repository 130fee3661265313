package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.scaiflow.client.DeployedCore;
import ai.scailabs.scaicore.scaiflow.deploy.Deployment.Status;
import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The records of deploys. */
@Component
class Deployments {

  /** A running one whose flow is held by another, or by nobody alive, is interrupted. */
  private static final String SELECT =
      """
      select d.*, d.status = 'running' and not exists (
          select 1 from scaiflow_flows f
          where f.tenant_id = d.tenant_id and f.id = d.flow_id and f.deploy_id = d.id
            and f.deploy_until > now()) as dead
      from scaiflow_deployments d
      """;

  private final JdbcClient jdbc;

  Deployments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a key stands for.
   *
   * @param hash of the request that it came with
   */
  record Keyed(Deployment deployment, String hash) {}

  /** Newest first. Index: scaiflow_deployments_newest. */
  Page<Deployment> list(String tenantId, String flowId, Paging paging) {
    var values = new HashMap<String, Object>();
    values.put("tenant", tenantId);
    values.put("flow", flowId);
    values.put("rows", paging.limit() + 1);
    var after = paging.after(2);
    after.ifPresent(
        cursor -> {
          values.put("after_at", cursor.instant(0).atOffset(ZoneOffset.UTC));
          values.put("after_id", cursor.text(1));
        });
    var sql =
        SELECT
            + "where d.tenant_id = :tenant and d.flow_id = :flow\n"
            + (after.isPresent() ? "and (d.created_at, d.id) < (:after_at, :after_id)\n" : "")
            + "order by d.created_at desc, d.id desc limit :rows";
    return Page.of(
        jdbc.sql(sql).params(values).query(Deployments::deployment).list(),
        paging.limit(),
        one -> Cursor.at(one.createdAt(), one.deploymentId()));
  }

  long count(String tenantId, String flowId) {
    return jdbc.sql(
            "select count(*) from scaiflow_deployments where tenant_id = ? and flow_id = ?")
        .params(tenantId, flowId)
        .query(Long.class)
        .single();
  }

  Deployment get(String tenantId, String id) {
    return jdbc.sql(SELECT + "where d.tenant_id = ? and d.id = ?")
        .params(tenantId, id)
        .query(Deployments::deployment)
        .single();
  }

  /** What a key was used for in the last 24 hours. */
  Optional<Keyed> ofKey(String tenantId, String userId, String key) {
    return jdbc.sql(
            SELECT
                + """
                where d.tenant_id = ? and d.created_by = ? and d.idempotency_key = ?
                  and d.created_at > now() - interval '24 hours'
                """)
        .params(tenantId, userId, key)
        .query(
            (row, number) ->
                new Keyed(deployment(row, number), String.valueOf(row.getString("request_hash"))))
        .optional();
  }

  /** Forgets what a key was used for so long ago that it may be used again. */
  void forgetKey(String tenantId, String userId, String key) {
    jdbc.sql(
            """
            update scaiflow_deployments set idempotency_key = null
            where tenant_id = ? and created_by = ? and idempotency_key = ?
              and created_at <= now() - interval '24 hours'
            """)
        .params(tenantId, userId, key)
        .update();
  }

  /** Says of those of a flow that never ended that they did. */
  void interrupt(String tenantId, String flowId, String error) {
    jdbc.sql(
            """
            update scaiflow_deployments
            set status = 'interrupted', error = cast(? as json), ended_at = now(),
                idempotency_key = null
            where tenant_id = ? and flow_id = ? and status = 'running'
            """)
        .params(error, tenantId, flowId)
        .update();
  }

  void insert(
      Held held, String userId, @Nullable String key, @Nullable String hash) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("tenant", held.tenantId());
    values.put("id", held.deploymentId());
    values.put("flow", held.flowId());
    values.put("version", held.version());
    values.put("core", held.coreId());
    values.put("key", key);
    values.put("hash", hash);
    values.put("user", userId);
    jdbc.sql(
            """
            insert into scaiflow_deployments
              (tenant_id, id, flow_id, version, status, core_id, idempotency_key, request_hash,
               created_by, created_at)
            values (:tenant, :id, :flow, :version, 'running', :core, :key, :hash, :user,
              clock_timestamp())
            """)
        .params(values)
        .update();
  }

  /** Names the Core that a running deploy works on. */
  void working(Held held, DeployedCore core) {
    jdbc.sql(
            """
            update scaiflow_deployments set core_id = ?, core_slug = ?, published_slug = ?
            where tenant_id = ? and id = ? and status = 'running'
            """)
        .params(
            core.id(), core.slug(), core.publishedSlug(), held.tenantId(), held.deploymentId())
        .update();
  }

  /**
   * Ends a running one; false where it had ended.
   *
   * @param error null: it went well
   */
  boolean end(Held held, @Nullable DeployedCore core, @Nullable String error) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("tenant", held.tenantId());
    values.put("id", held.deploymentId());
    values.put("status", error == null ? "succeeded" : "failed");
    values.put("error", error);
    values.put("published", core == null ? null : core.publishedSlug());
    return jdbc.sql(
                """
                update scaiflow_deployments
                set status = :status, error = cast(:error as json), ended_at = clock_timestamp(),
                    published_slug = case when :status = 'succeeded' then :published
                      else published_slug end,
                    idempotency_key = case when :status = 'succeeded' then idempotency_key end
                where tenant_id = :tenant and id = :id and status = 'running'
                """)
            .params(values)
            .update()
        == 1;
  }

  private static Deployment deployment(ResultSet row, int number) throws SQLException {
    return new Deployment(
        row.getString("id"),
        row.getString("flow_id"),
        row.getString("core_id"),
        row.getString("core_slug"),
        row.getString("published_slug"),
        row.getString("version"),
        row.getBoolean("dead")
            ? Status.INTERRUPTED
            : Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        Columns.json(row, "error"),
        row.getString("created_by"),
        Columns.instant(row, "created_at"),
        Columns.instantOrNull(row, "ended_at"));
  }
}
