package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.execution.event.EventType;
import ai.scailabs.scaicore.execution.event.RuntimeEvents;
import ai.scailabs.scaicore.limits.QuotaExceeded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives executions of entity and singleton Cores their turns: of one instance at most {@code
 * max_concurrent} run, and the others wait in the order in which they arrived. Whoever gives turns
 * holds the instance's row. Source: the engine design, "Entity and singleton Cores".
 */
@Component
class Instances {

  /** So many may wait for one instance. */
  static final int LONGEST_QUEUE = 1_000;

  private static final int SWEPT = 100;

  private final JdbcClient jdbc;
  private final Ownership ownership;
  private final RuntimeEvents events;
  private final TransactionOperations transactions;

  Instances(
      JdbcClient jdbc,
      Ownership ownership,
      RuntimeEvents events,
      TransactionOperations transactions) {
    this.events = events;
    this.jdbc = jdbc;
    this.ownership = ownership;
    this.transactions = transactions;
  }

  /**
   * What a program says about its instances.
   *
   * @param maxActive how many instances may be active at once; null for any number
   * @param overflow what happens to one more
   * @param idleTimeout after which an instance is not active any more; null for never
   */
  record Settings(
      int maxConcurrent,
      @Nullable Integer maxActive,
      String overflow,
      @Nullable Duration idleTimeout) {

    static final String REJECT = "reject";
    static final String DEACTIVATE_LRU = "deactivate_lru";
    static final String QUEUE = "queue";
  }

  private record Key(String tenantId, String coreId, String instance) {}

  private record State(
      int maxConcurrent, @Nullable Integer maxActive, String overflow, boolean active) {}

  /**
   * Makes room in the line for an execution; in the transaction that inserts it.
   *
   * @throws QuotaExceeded when the line is full, or too many instances are active
   */
  void arrive(Execution e, Settings settings) {
    var key = key(e);
    var idle = settings.idleTimeout();
    boolean active =
        jdbc.sql(
                """
                insert into mod_scaicore_instances as i
                  (tenant_id, core_id, instance_key, max_concurrent, max_active, overflow,
                   idle_timeout_s, active, last_used_at)
                values (?, ?, ?, ?, ?, ?, ?, false, now())
                on conflict (tenant_id, core_id, instance_key) do update
                set max_concurrent = excluded.max_concurrent, max_active = excluded.max_active,
                    overflow = excluded.overflow, idle_timeout_s = excluded.idle_timeout_s,
                    last_used_at = excluded.last_used_at
                returning active
                """)
            .param(key.tenantId())
            .param(key.coreId())
            .param(key.instance())
            .param(settings.maxConcurrent())
            .param(settings.maxActive())
            .param(settings.overflow())
            .param(idle == null ? null : idle.toSeconds())
            .query(Boolean.class)
            .single();
    if (!active
        && !activate(key, settings.maxActive(), settings.overflow())
        && settings.overflow().equals(Settings.REJECT)) {
      throw new QuotaExceeded(
          "%d instances of this Core are active, as many as may be; try again when one is idle."
              .formatted(settings.maxActive()));
    }
    if (waiting(key) >= LONGEST_QUEUE) {
      throw new QuotaExceeded(
          "%d executions wait for the instance %s, as many as may; try again when some have ended."
              .formatted(LONGEST_QUEUE, key.instance()));
    }
  }

  private int waiting(Key key) {
    return jdbc.sql(
            """
            select count(*) from (
              select from mod_scaicore_executions
              where tenant_id = ? and core_id = ? and queue_key = ? and status = 'queued'
              limit ?) t
            """)
        .params(key.tenantId(), key.coreId(), key.instance(), LONGEST_QUEUE)
        .query(Integer.class)
        .single();
  }

  /**
   * Gives those their turn who are next for an instance.
   *
   * @return what is to run here; this replica owns it
   */
  List<Execution> admit(String tenantId, String coreId, String instance) {
    var key = new Key(tenantId, coreId, instance);
    return transactions.execute(status -> admitted(key));
  }

  private List<Execution> admitted(Key key) {
    var found =
        jdbc.sql(
                """
                update mod_scaicore_instances i set last_used_at = now()
                from mod_scaicore_cores c
                where i.tenant_id = ? and i.core_id = ? and i.instance_key = ?
                  and c.id = i.core_id and c.status = 'running'
                returning i.max_concurrent, i.max_active, i.overflow, i.active
                """)
            .params(key.tenantId(), key.coreId(), key.instance())
            .query(
                (row, number) ->
                    new State(
                        row.getInt(1),
                        row.getObject(2, Integer.class),
                        row.getString(3),
                        row.getBoolean(4)))
            .optional();
    if (found.isEmpty()) {
      return List.of();
    }
    var state = found.get();
    if (!state.active() && !activate(key, state.maxActive(), state.overflow())) {
      return List.of();
    }
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set status = 'running', version = version + 1, lease_owner = :owner,
                started_at = coalesce(started_at, now()),
                lease_expires_at = now() + make_interval(secs => :lease)
            where id in (
              select id from mod_scaicore_executions
              where tenant_id = :tenant and core_id = :core and queue_key = :instance
                and status = 'queued'
              order by arrival
              limit greatest(0, :most - (
                select count(*) from mod_scaicore_executions
                where tenant_id = :tenant and core_id = :core and queue_key = :instance
                  and status = 'running'))
              for no key update)
            returning *
            """)
        .param("owner", ownership.replica())
        .param("lease", Ownership.LEASE.toSeconds())
        .param("tenant", key.tenantId())
        .param("core", key.coreId())
        .param("instance", key.instance())
        .param("most", state.maxConcurrent())
        .query(Executions::row)
        .list();
  }

  /** Makes an instance active, if need be in place of one that nobody needs. */
  private boolean activate(Key key, @Nullable Integer maxActive, String overflow) {
    if (maxActive != null) {
      // Instances of one Core become active one after the other.
      jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 2))")
          .param(key.coreId())
          .query()
          .singleRow();
      if (active(key) >= maxActive
          && !deactivateOldest(key, overflow.equals(Settings.DEACTIVATE_LRU))) {
        return false;
      }
    }
    events.note(
        EventType.ACTIVATED,
        key.tenantId(),
        key.coreId(),
        null,
        Map.of("instance_key", key.instance()));
    jdbc.sql(
            """
            update mod_scaicore_instances set active = true
            where tenant_id = ? and core_id = ? and instance_key = ?
            """)
        .params(key.tenantId(), key.coreId(), key.instance())
        .update();
    return true;
  }

  private int active(Key key) {
    return jdbc.sql(
            """
            select count(*) from mod_scaicore_instances
            where tenant_id = ? and core_id = ? and active
            """)
        .params(key.tenantId(), key.coreId())
        .query(Integer.class)
        .single();
  }

  /**
   * @param any or only one that has no time for which it stays active without work
   */
  private boolean deactivateOldest(Key key, boolean any) {
    var oldest =
        jdbc.sql(
                """
                update mod_scaicore_instances set active = false
                where (tenant_id, core_id, instance_key) in (
                  select i.tenant_id, i.core_id, i.instance_key from mod_scaicore_instances i
                  where i.tenant_id = ? and i.core_id = ? and i.active
                    and (? or i.idle_timeout_s is null)
                    and not exists (
                      select from mod_scaicore_executions e
                      where e.tenant_id = i.tenant_id and e.core_id = i.core_id
                        and e.queue_key = i.instance_key and e.status in ('queued', 'running'))
                  order by i.last_used_at limit 1 for update skip locked)
                returning instance_key
                """)
            .params(key.tenantId(), key.coreId(), any)
            .query(String.class)
            .optional();
    oldest.ifPresent(instance -> passivated(new Key(key.tenantId(), key.coreId(), instance)));
    return oldest.isPresent();
  }

  /** What instances could have run whose replica died, or whose Core did not run, by then. */
  List<Execution> admitForgotten() {
    return jdbc
        .sql(
            """
            select e.tenant_id, e.core_id, e.queue_key
            from (
              select tenant_id, core_id, queue_key, min(arrival) as first
              from mod_scaicore_executions
              where queue_key is not null and status = 'queued'
              group by tenant_id, core_id, queue_key) e
            join mod_scaicore_cores c on c.id = e.core_id and c.status = 'running'
            join mod_scaicore_instances i on i.tenant_id = e.tenant_id and i.core_id = e.core_id
              and i.instance_key = e.queue_key
            where (i.active or i.max_active is null
                or exists (
                  select from mod_scaicore_instances o
                  where o.tenant_id = i.tenant_id and o.core_id = i.core_id and o.active
                    and (o.idle_timeout_s is null or i.overflow = 'deactivate_lru')
                    and not exists (
                      select from mod_scaicore_executions r
                      where r.tenant_id = o.tenant_id and r.core_id = o.core_id
                        and r.queue_key = o.instance_key and r.status in ('queued', 'running')))
                or i.max_active > (
                  select count(*) from mod_scaicore_instances o
                  where o.tenant_id = i.tenant_id and o.core_id = i.core_id and o.active))
              and i.max_concurrent > (
                select count(*) from mod_scaicore_executions r
                where r.tenant_id = e.tenant_id and r.core_id = e.core_id
                  and r.queue_key = e.queue_key and r.status = 'running')
            order by e.first limit ?
            """)
        .param(SWEPT)
        .query((row, n) -> new Key(row.getString(1), row.getString(2), row.getString(3)))
        .list()
        .stream()
        .flatMap(key -> admit(key.tenantId(), key.coreId(), key.instance()).stream())
        .toList();
  }

  /** Lets go of instances that were idle for longer than their Core wants. */
  void passivateIdle() {
    jdbc.sql(
            """
            update mod_scaicore_instances i set active = false
            where i.active and i.idle_timeout_s is not null
              and i.last_used_at < now() - make_interval(secs => i.idle_timeout_s)
              and not exists (
                select from mod_scaicore_executions e
                where e.tenant_id = i.tenant_id and e.core_id = i.core_id
                  and e.queue_key = i.instance_key and e.status in ('queued', 'running'))
            returning i.tenant_id, i.core_id, i.instance_key
            """)
        .query((row, n) -> new Key(row.getString(1), row.getString(2), row.getString(3)))
        .list()
        .forEach(this::passivated);
  }

  private void passivated(Key key) {
    events.note(
        EventType.PASSIVATED,
        key.tenantId(),
        key.coreId(),
        null,
        Map.of("instance_key", key.instance()));
  }

  private static Key key(Execution e) {
    return new Key(e.tenantId(), e.coreId(), java.util.Objects.requireNonNull(e.turn().queueKey()));
  }
}
