package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.AuditedChange;
import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Ids;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who runs an execution. A replica that owns one renews its lease; one whose lease ran out may be
 * claimed by any replica. Owning changes {@code version}, and every write of an owner asks for its
 * version, so that a replica which slept past its lease writes nothing.
 */
@Component
class Ownership {

  static final Duration LEASE = Duration.ofSeconds(10);

  /** One statement, so that an execution without outside calls is one round trip. */
  private static final String INSERT =
      "with audited as (\n"
          + AuditTrail.INSERT
          + """
          )
          insert into mod_scaicore_executions
            (id, tenant_id, core_id, flow, status, input, output, error, environment, trigger,
             program_hash, instance_key, checkpoint_id, attempt, invoked_by, version, created_at,
             started_at, ended_at, lease_owner, lease_expires_at)
          values (:id, :tenant, :core, :flow, :status, cast(:input as json),
                  cast(:output as json), cast(:error as json), cast(:environment as json),
                  cast(:trigger as json), :program, :instance, :checkpoint, :attempt, :user,
                  :version, :created, :started, :ended, :owner,
                  now() + make_interval(secs => :lease))
          """;

  /** This process, for as long as it lives. */
  private final String replica = Ids.next("rep_");

  private final JdbcClient jdbc;

  Ownership(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Inserts an execution in whatever state it has got to, owned by this replica if it runs. */
  void insert(Execution e, AuditedChange creation) {
    boolean runs = e.status() == ExecutionStatus.RUNNING;
    jdbc.sql(INSERT)
        .params(creation.parameters())
        .param("id", e.id())
        .param("tenant", e.tenantId())
        .param("core", e.coreId())
        .param("flow", e.flow())
        .param("status", e.status().word())
        .param("input", e.input().text())
        .param("output", Columns.text(e.output()))
        .param("error", Columns.text(e.error()))
        .param("environment", e.environment().text())
        .param("trigger", e.trigger().text())
        .param("program", e.programHash())
        .param("instance", e.instanceKey())
        .param("checkpoint", e.checkpointId())
        .param("attempt", e.attempt())
        .param("user", e.invokedBy())
        .param("version", e.version())
        .param("created", Columns.time(e.createdAt()))
        .param("started", Columns.time(e.startedAt()))
        .param("ended", Columns.time(e.endedAt()))
        .param("owner", runs ? replica : null)
        .param("lease", runs ? LEASE.toSeconds() : 0)
        .update();
  }

  /**
   * Writes the state an owner's run has got to.
   *
   * @param e the new state, with the version under which it is owned
   * @return false when somebody else owns it, or it is gone
   */
  boolean update(Execution e) {
    return jdbc.sql(
                """
                update mod_scaicore_executions
                set status = ?, output = cast(? as json), error = cast(? as json),
                    checkpoint_id = ?, ended_at = ?, version = version + 1,
                    lease_owner = null,
                    lease_expires_at = case when ? = 'queued' then now() end
                where id = ? and tenant_id = ? and version = ? and status = 'running'
                """)
            .param(e.status().word())
            .param(Columns.text(e.output()))
            .param(Columns.text(e.error()))
            .param(e.checkpointId())
            .param(Columns.time(e.endedAt()))
            .param(e.status().word())
            .param(e.id())
            .param(e.tenantId())
            .param(e.version())
            .update()
        == 1;
  }

  /**
   * Whether this run still owns its execution; the row stays as it is until the transaction ends.
   */
  boolean holds(String tenantId, String id, long version) {
    return jdbc.sql(
            """
            select 1 from mod_scaicore_executions
            where id = ? and tenant_id = ? and version = ? and status = 'running'
            for no key update
            """)
        .params(id, tenantId, version)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** Makes an execution that waits run here; nothing when it does not wait any more. */
  Optional<Execution> take(String tenantId, String id, ExecutionStatus from) {
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set status = 'running', version = version + 1, lease_owner = ?, checkpoint_id = null,
                lease_expires_at = now() + make_interval(secs => ?)
            where tenant_id = ? and id = ? and status = ?
            returning *
            """)
        .params(replica, LEASE.toSeconds(), tenantId, id, from.word())
        .query(Executions::row)
        .optional();
  }

  /** Puts an execution that waits into another waiting state. */
  boolean move(String tenantId, String id, ExecutionStatus from, ExecutionStatus to) {
    return jdbc.sql(
                """
                update mod_scaicore_executions
                set status = ?, version = version + 1, checkpoint_id = null,
                    lease_expires_at = case when ? = 'queued' then now() end
                where tenant_id = ? and id = ? and status = ?
                """)
            .params(to.word(), to.word(), tenantId, id, from.word())
            .update()
        == 1;
  }

  /** Makes what a Core held due. */
  void release(String tenantId, String coreId) {
    jdbc.sql(
            """
            update mod_scaicore_executions
            set status = 'queued', version = version + 1, lease_expires_at = now()
            where tenant_id = ? and core_id = ? and status = 'held'
            """)
        .params(tenantId, coreId)
        .update();
  }

  /** Makes due what was held at the moment when its Core went on. */
  void releaseStranded() {
    jdbc.sql(
            """
            update mod_scaicore_executions e
            set status = 'queued', version = e.version + 1, lease_expires_at = now()
            from mod_scaicore_cores c
            where e.status = 'held' and c.id = e.core_id and c.status = 'running'
            """)
        .update();
  }

  /** Claims executions that are due and that nobody owns. Index: mod_scaicore_executions_due. */
  List<Execution> claim(int limit) {
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set status = 'running', version = version + 1, lease_owner = ?,
                started_at = coalesce(started_at, now()),
                lease_expires_at = now() + make_interval(secs => ?)
            where id in (
              select id from mod_scaicore_executions
              where status in ('queued', 'running') and lease_expires_at <= now()
              order by lease_expires_at limit ? for update skip locked)
            returning *
            """)
        .params(replica, LEASE.toSeconds(), limit)
        .query(Executions::row)
        .list();
  }

  /** Renews the leases of executions that run here; answers which are still owned. */
  Set<String> renew(Collection<String> ids) {
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set lease_expires_at = now() + make_interval(secs => ?)
            where id = any(?) and lease_owner = ? and status = 'running'
            returning id
            """)
        .params(LEASE.toSeconds(), ids.toArray(String[]::new), replica)
        .query((row, number) -> row.getString(1))
        .set();
  }
}
