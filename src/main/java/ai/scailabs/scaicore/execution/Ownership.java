package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.ReplicaId;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.AuditedChange;
import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Ids;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who runs an execution. A replica that owns one renews its lease; one whose lease ran out may be
 * claimed by any replica. Owning changes {@code version}, and every write of an owner asks for its
 * version, so that a replica which slept past its lease writes nothing.
 */
@Component
class Ownership implements ReplicaId {

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
             started_at, ended_at, queue_key, wake_at, limits, redo, parent_tenant_id, parent_id,
             parent_attempt, parent_step, call_path, delegated_user_id, lease_owner,
             lease_expires_at, stops)
          values (:id, :tenant, :core, :flow, :status, cast(:input as json),
                  cast(:output as json), cast(:error as json), cast(:environment as json),
                  cast(:trigger as json), :program, :instance, :checkpoint, :attempt, :user,
                  :version, :created, :started, :ended, :queue, :wake, cast(:limits as json),
                  :redo, :parentTenant, :parent, :parentAttempt, :parentStep, :callPath, :delegated,
                  :owner, now() + make_interval(secs => :lease), cast(:stops as json))
          """;

  /** This process, for as long as it lives. */
  private final String replica = Ids.next("rep_");

  private final JdbcClient jdbc;

  Ownership(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Inserts an execution in whatever state it has got to, owned by this replica if it runs.
   *
   * @param redo of a failed one, the steps that a retry runs again
   */
  void insert(Execution e, AuditedChange creation, List<String> redo) {
    boolean runs = e.status() == ExecutionStatus.RUNNING;
    var parent = e.origin().parent();
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
        .param("queue", e.turn().queueKey())
        .param("wake", Columns.time(e.turn().wakeAt()))
        .param("limits", e.limits().text())
        .param("redo", redo.isEmpty() ? null : redo.toArray(String[]::new))
        .param("parentTenant", parent == null ? null : parent.tenantId())
        .param("parent", parent == null ? null : parent.id())
        .param("parentAttempt", parent == null ? null : parent.attempt())
        .param("parentStep", parent == null ? null : parent.step())
        .param("callPath", e.origin().callPath().toArray(String[]::new))
        .param("delegated", e.delegatedUserId())
        .param("owner", runs ? replica : null)
        .param("lease", leaseSeconds(e))
        .param("stops", Columns.text(e.turn().stops()))
        .update();
  }

  /** One that waits its turn is not due at any time. */
  private static @Nullable Long leaseSeconds(Execution e) {
    if (e.status() == ExecutionStatus.RUNNING) {
      return LEASE.toSeconds();
    }
    return e.turn().queueKey() == null ? Long.valueOf(0) : null;
  }

  /**
   * Writes the state an owner's run has got to. One that would suspend although an answer came
   * while it ran is queued instead.
   *
   * @param e the new state, with the version under which it is owned
   * @return the status it has now; empty when somebody else owns it, or it is gone
   */
  Optional<ExecutionStatus> update(Execution e, List<String> redo) {
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set status =
                  case when :status = 'suspended' and signals <> :signals then 'queued'
                    else :status end,
                output = cast(:output as json), error = cast(:error as json), redo = :redo,
                checkpoint_id = :checkpoint, wake_at = :wake, ended_at = :ended,
                stops = cast(:stops as json),
                stepping = case when :status in ('queued', 'suspended', 'held') then stepping end,
                version = version + 1, lease_owner = null,
                lease_expires_at =
                  case when queue_key is null
                    and (:status = 'queued' or :status = 'suspended' and signals <> :signals)
                  then now() end
            where id = :id and tenant_id = :tenant and version = :version and status = 'running'
            returning status
            """)
        .param("status", e.status().word())
        .param("signals", e.turn().signals())
        .param("output", Columns.text(e.output()))
        .param("error", Columns.text(e.error()))
        .param("redo", redo.isEmpty() ? null : redo.toArray(String[]::new))
        .param("checkpoint", e.checkpointId())
        .param("wake", Columns.time(e.turn().wakeAt()))
        .param("ended", Columns.time(e.endedAt()))
        .param("stops", Columns.text(e.turn().stops()))
        .param("id", e.id())
        .param("tenant", e.tenantId())
        .param("version", e.version())
        .query((row, number) -> ExecutionStatus.of(row.getString(1)))
        .optional();
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

  /** Makes an execution that is queued run here; nothing when it is not any more. */
  Optional<Execution> take(String tenantId, String id) {
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set status = 'running', version = version + 1, lease_owner = ?,
                lease_expires_at = now() + make_interval(secs => ?)
            where tenant_id = ? and id = ? and status = 'queued'
            returning *
            """)
        .params(replica, LEASE.toSeconds(), tenantId, id)
        .query(Executions::row)
        .optional();
  }

  /** Puts a claimed execution aside until its Core runs again. */
  void hold(Execution e) {
    jdbc.sql(
            """
            update mod_scaicore_executions
            set status = 'held', version = version + 1, lease_owner = null, lease_expires_at = null
            where tenant_id = ? and id = ? and version = ? and status = 'running'
            """)
        .params(e.tenantId(), e.id(), e.version())
        .update();
  }

  /** Makes due some of what a Core held; answers how many. */
  int release(String tenantId, String coreId, int limit) {
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set status = 'queued', version = version + 1,
                lease_expires_at = case when queue_key is null then now() end
            where id in (
              select id from mod_scaicore_executions
              where tenant_id = ? and core_id = ? and status = 'held'
              limit ? for no key update skip locked)
            """)
        .params(tenantId, coreId, limit)
        .update();
  }

  /** Makes due some of what was held at the moment when its Core went on; answers how many. */
  int releaseStranded(int limit) {
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set status = 'queued', version = version + 1,
                lease_expires_at = case when queue_key is null then now() end
            where id in (
              select e.id from mod_scaicore_executions e
              join mod_scaicore_cores c on c.tenant_id = e.tenant_id and c.id = e.core_id
              where e.status = 'held' and c.status = 'running'
              limit ? for no key update of e skip locked)
            """)
        .param(limit)
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

  /** Makes due what waits for a time that has come. Index: mod_scaicore_executions_wake. */
  int wake(int limit) {
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set status = 'queued', version = version + 1, wake_at = null,
                lease_expires_at = case when queue_key is null then now() end
            where id in (
              select id from mod_scaicore_executions
              where status = 'suspended' and wake_at <= now()
              order by wake_at limit ? for no key update skip locked)
            """)
        .param(limit)
        .update();
  }

  /** An execution under the version in which a run owns it. */
  record Held(String id, long version) {

    static Held of(Execution e) {
      return new Held(e.id(), e.version());
    }
  }

  /**
   * Renews the leases of runs; answers which were. One whose row somebody holds just now is left
   * out, so that it does not keep the others waiting.
   */
  Set<Held> renew(Collection<Held> held) {
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set lease_expires_at = now() + make_interval(secs => ?)
            where id in (
              select e.id from unnest(?, ?) as run (id, version)
              join mod_scaicore_executions e on e.id = run.id and e.version = run.version
              where e.lease_owner = ? and e.status = 'running'
              for no key update of e skip locked)
            returning id, version
            """)
        .params(LEASE.toSeconds(), ids(held), versions(held), replica)
        .query((row, number) -> new Held(row.getString(1), row.getLong(2)))
        .set();
  }

  /** Which of some runs own their executions. */
  Set<Held> owned(Collection<Held> held) {
    return jdbc.sql(
            """
            select e.id, e.version from unnest(?, ?) as run (id, version)
            join mod_scaicore_executions e on e.id = run.id and e.version = run.version
            where e.lease_owner = ? and e.status = 'running'
            """)
        .params(ids(held), versions(held), replica)
        .query((row, number) -> new Held(row.getString(1), row.getLong(2)))
        .set();
  }

  private static String[] ids(Collection<Held> held) {
    return held.stream().map(Held::id).toArray(String[]::new);
  }

  private static Long[] versions(Collection<Held> held) {
    return held.stream().map(Held::version).toArray(Long[]::new);
  }

  /** Lets others claim at once an execution that this replica could not go on with. */
  void giveUp(Execution e) {
    jdbc.sql(
            """
            update mod_scaicore_executions set lease_expires_at = now()
            where tenant_id = ? and id = ? and version = ? and status = 'running'
            """)
        .params(e.tenantId(), e.id(), e.version())
        .update();
  }

  /** This process, as the rows name it. */
  @Override
  public String replica() {
    return replica;
  }
}
