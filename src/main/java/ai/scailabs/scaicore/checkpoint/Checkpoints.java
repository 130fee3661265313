package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Resolution;
import ai.scailabs.scaicore.checkpoint.Checkpoint.Via;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.AuditedChange;
import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The checkpoints of all tenants, each looked for within its own. */
@Component
class Checkpoints {

  private static final int PAGE_BYTES = 4_000_000;
  static final List<String> PRIORITIES = List.of("critical", "high", "normal", "low");

  private static final String ADD =
      "with audited as (\n"
          + AuditTrail.INSERT
          + """
          )
          insert into mod_scaicore_checkpoints
            (id, tenant_id, core_id, execution_id, attempt, step, argument_hash, flow_name,
             block_path, node_id, instance_key, checkpoint_type, prompt, payload, options,
             response_schema, assignee_raw, assignee_type, assignee_value, assignee_display,
             context, status, priority, created_at, expires_at, expiry_action,
             escalation_target, notification_sent, reminder_count, reminder_interval_m,
             next_reminder_at, hitl_target, version)
          values (:id, :tenant, :core, :execution, :attempt, :step, :hash, :flow, :path, :node,
                  :instance, :type, :prompt, cast(:payload as json), cast(:options as json),
                  cast(:schema as json), :raw, :kind, :value, :display, cast(:context as json),
                  'pending', :priority, :created, :expires, :expiryAction, :target, false, 0,
                  :reminder,
                  cast(:created as timestamptz) + make_interval(mins => cast(:reminder as int)),
                  cast(:hitl as json), 0)
          """;

  /** One statement with its audit, as {@link #ADD} is. */
  private static final String RESOLVE =
      "with audited as (\n"
          + AuditTrail.INSERT
          + """
          )
          update mod_scaicore_checkpoints
          set status = 'resolved', decision = :decision, response_data = cast(:data as json),
              comment = :comment, resolved_by = :user, resolved_via = :via,
              resolved_on_behalf_of = :behalf, resolved_at = :at, version = version + 1
          where tenant_id = :tenant and id = :id and status = 'pending'
          returning *, :name as core_name
          """;

  private final JdbcClient jdbc;

  Checkpoints(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds a question, and says so in the audit. */
  void add(Checkpoint c, AuditedChange change) {
    jdbc.sql(ADD)
        .params(change.parameters())
        .param("id", c.id())
        .param("tenant", c.tenantId())
        .param("core", c.coreId())
        .param("execution", c.executionId())
        .param("attempt", c.attempt())
        .param("step", c.step())
        .param("hash", c.argumentHash())
        .param("flow", c.flowName())
        .param("path", c.blockPath())
        .param("node", c.nodeId())
        .param("instance", c.instanceKey())
        .param("type", c.type())
        .param("prompt", c.prompt())
        .param("payload", Columns.text(c.payload()))
        .param("options", c.options().text())
        .param("schema", Columns.text(c.responseSchema()))
        .param("raw", c.assignee().raw())
        .param("kind", c.assignee().kind().word())
        .param("value", c.assignee().value())
        .param("display", c.assignee().display())
        .param("context", Columns.text(c.context()))
        .param("priority", c.priority())
        .param("created", Columns.time(c.createdAt()))
        .param("expires", Columns.time(c.expiresAt()))
        .param("expiryAction", c.expiryAction())
        .param("target", c.escalationTarget())
        .param("reminder", c.reminderMinutes())
        .param("hitl", CheckpointRows.text(c.hitlTarget()))
        .update();
  }

  /**
   * A page of what is pending for any of some assignees: most urgent first, then oldest. Each
   * assignee's part is read off the index mod_scaicore_checkpoints_inbox, however much is closed.
   * It ends early where checkpoints are large.
   */
  Page<Checkpoint> pending(String tenantId, List<Address> addresses, Paging paging) {
    var after = paging.after(3);
    var query =
        jdbc.sql(
                """
                select c.*, n.name as core_name
                from (
                  select best.*, count(*) over () as found,
                    sum(weight) over (order by priority_rank, created_at, id) - weight as before
                  from (
                    select found.* from unnest(:types, :values) as address (type, value)
                    cross join lateral (
                      select * from mod_scaicore_checkpoints p
                      where p.tenant_id = :tenant and p.status = 'pending'
                        and p.assignee_type = address.type and p.assignee_value = address.value
                        and (p.priority_rank, p.created_at, p.id)
                            > (:rank, cast(:created as timestamptz), cast(:id as uuid))
                      order by p.priority_rank, p.created_at, p.id
                      limit :limit) found
                    order by found.priority_rank, found.created_at, found.id
                    limit :limit) best) c
                join mod_scaicore_cores n on n.tenant_id = c.tenant_id and n.id = c.core_id
                where c.before < :bytes
                order by c.priority_rank, c.created_at, c.id
                """)
            .param("tenant", tenantId)
            .param("types", Address.types(addresses))
            .param("values", Address.values(addresses))
            .param("rank", after.map(c -> c.integer(0)).orElse(-1))
            .param("created", after.map(c -> c.instant(1).toString()).orElse("-infinity"))
            .param("id", after.map(c -> c.uuid(2)).orElse(new UUID(0, 0)))
            .param("limit", paging.limit() + 1)
            .param("bytes", PAGE_BYTES);
    return Page.light(
        query,
        CheckpointRows::row,
        paging.limit(),
        c -> Cursor.at(PRIORITIES.indexOf(c.priority()), c.createdAt(), c.id()));
  }

  Optional<Checkpoint> find(String tenantId, UUID id) {
    return one(tenantId, id, "");
  }

  /** The checkpoint, held against other writers until the transaction ends. */
  Optional<Checkpoint> lock(String tenantId, UUID id) {
    return one(tenantId, id, "for no key update of c");
  }

  /** The same of one that has run out; empty where it has not, or somebody holds it. */
  Optional<Checkpoint> lockExpiring(String tenantId, UUID id, Instant now) {
    return one(
        tenantId,
        id,
        "and c.status = 'pending' and c.expires_at <= ? for no key update of c skip locked",
        Columns.time(now));
  }

  private Optional<Checkpoint> one(
      String tenantId, UUID id, String more, @Nullable Object... values) {
    var all = new ArrayList<@Nullable Object>(List.of(tenantId, id));
    all.addAll(Arrays.asList(values));
    return jdbc.sql(
            """
            select c.*, n.name as core_name
            from mod_scaicore_checkpoints c join mod_scaicore_cores n on n.tenant_id = c.tenant_id and n.id = c.core_id
            where c.tenant_id = ? and c.id = ?
            """
                + more)
        .params(all)
        .query(CheckpointRows::row)
        .optional();
  }

  /** Records that somebody called it off. */
  void cancel(Checkpoint c, String userId, @Nullable String comment, Instant at) {
    jdbc.sql(
            """
            update mod_scaicore_checkpoints
            set status = 'cancelled', comment = ?, resolved_by = ?, resolved_via = 'api',
                resolved_on_behalf_of = ?, resolved_at = ?, version = version + 1
            where tenant_id = ? and id = ? and status = 'pending'
            """)
        .param(comment)
        .param(userId)
        .param(c.assignee().inWhosePlace(userId))
        .param(Columns.time(at))
        .param(c.tenantId())
        .param(c.id())
        .update();
  }

  /**
   * Records an answer.
   *
   * @param userId null: it is the default, which nobody chose
   */
  Checkpoint resolve(
      Checkpoint c,
      Resolution resolution,
      @Nullable String userId,
      Via via,
      Instant at,
      AuditedChange change) {
    return jdbc.sql(RESOLVE)
        .params(change.parameters())
        .param("decision", resolution.decision())
        .param("data", Columns.text(resolution.responseData()))
        .param("comment", resolution.comment())
        .param("user", userId)
        .param("via", via.word())
        .param("behalf", c.assignee().inWhosePlace(userId))
        .param("at", Columns.time(at))
        .param("tenant", c.tenantId())
        .param("id", c.id())
        .param("name", c.coreName())
        .query(CheckpointRows::row)
        .single();
  }
}
