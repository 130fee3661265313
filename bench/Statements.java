import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The statements of a cycle, which the bare controllers and pgbench send: three transactions that
 * write, as many rows as the service writes, and two queries. Parameters are named.
 */
final class Statements {

  static final String TENANT = "ten_acme";
  static final String FLOW = "main";
  static final String INPUT = "{\"amount\": 400, \"assignee\": \"%s\"}";
  static final String OUTPUT = "{\"response\": \"Approved by a person.\", \"decision\": \"approve\"}";
  static final String ANSWER =
      """
      {"decision": "approve", "response_data": {}, "comment": "Within budget.",
       "resolved_by": "%s", "resolved_at": "2026-01-01T00:00:00.000000Z"}\
      """;

  private static final String AUDIT =
      """
      with audited as (
        insert into scaigrid_audit_events
          (id, tenant_id, module, action, resource_type, resource_id, actor_id, actor_email, status,
           error_code, ip_address, request_id, created_at)
        values (:%1$s_audit, :tenant, 'scaicore', '%2$s.%3$s', '%2$s', cast(:%2$s as text), :user,
                :email, 'success', null, '127.0.0.1', 'req_0123456789abcdef', now()))
      """;

  /** The execution, in the state that it suspends in. */
  static final String EXECUTION =
      AUDIT.formatted("first", "execution", "create")
          + """
          insert into mod_scaicore_executions
            (id, tenant_id, core_id, flow, status, input, environment, trigger, program_hash,
             checkpoint_id, attempt, invoked_by, version, created_at, started_at)
          values (:execution, :tenant, :core, 'main', 'suspended', cast(:input as json), '{}',
                  '{"kind": "api"}', :program, :checkpoint, 1, :user, 0, now(), now())\
          """;

  /** Its question. */
  static final String CHECKPOINT =
      AUDIT.formatted("second", "checkpoint", "create")
          + """
          insert into mod_scaicore_checkpoints
            (id, tenant_id, core_id, execution_id, attempt, step, argument_hash, flow_name,
             block_path, checkpoint_type, prompt, options, assignee_raw, assignee_type,
             assignee_value, assignee_display, context, status, priority, created_at, expires_at,
             expiry_action, notification_sent, reminder_count, version)
          values (:checkpoint, :tenant, :core, :execution, 1, 'flows.main.body[0]', :program, 'main',
                  'flows.main.body[0]', 'approval', 'Approve 400?', '["approve", "reject"]', :email,
                  'user', :user, :email, '{"amount": 400}', 'pending', 'normal', now(),
                  now() + interval '2 days', 'expire', false, 0, 0)\
          """;

  /** The inbox of one user, who is an admin too. */
  static final String INBOX =
      """
      select c.id, c.core_id, n.name as core_name, c.execution_id, c.flow_name, c.block_path,
        c.checkpoint_type, c.prompt, c.options, c.assignee_raw, c.assignee_type, c.assignee_value,
        c.assignee_display, c.context, c.status, c.priority, c.created_at, c.expires_at,
        c.expiry_action, c.version
      from (
        select found.* from unnest(array['user', 'delegated_user', 'role', 'unrouted'],
                                   array[:user, :user, 'tenant_admin', '']) as address (type, value)
        cross join lateral (
          select * from mod_scaicore_checkpoints p
          where p.tenant_id = :tenant and p.status = 'pending'
            and p.assignee_type = address.type and p.assignee_value = address.value
          order by p.priority_rank, p.created_at, p.id
          limit 51) found
        order by found.priority_rank, found.created_at, found.id
        limit 51) c
      join mod_scaicore_cores n on n.tenant_id = c.tenant_id and n.id = c.core_id
      order by c.priority_rank, c.created_at, c.id\
      """;

  static final String ANSWERED =
      AUDIT.formatted("third", "checkpoint", "resolve")
          + """
          update mod_scaicore_checkpoints
          set status = 'resolved', decision = 'approve', comment = 'Within budget.',
              resolved_by = :user, resolved_at = now(), version = version + 1
          where tenant_id = :tenant and id = :checkpoint and status = 'pending'
          returning execution_id\
          """;

  static final String JOURNALED =
      """
      insert into mod_scaicore_journal
        (tenant_id, execution_id, attempt, step, kind, argument_hash, value, recorded_at)
      values (:tenant, :execution, 1, 'flows.main.body[0]', 'checkpoint', :program,
              cast(:answer as json), now())\
      """;

  static final String TAKEN =
      """
      update mod_scaicore_executions
      set status = 'running', version = version + 1, lease_owner = 'rep_bare', checkpoint_id = null,
          lease_expires_at = now() + interval '10 seconds'
      where tenant_id = :tenant and id = :execution and status = 'suspended'\
      """;

  static final String COMPLETED =
      """
      update mod_scaicore_executions
      set status = 'completed', output = cast(:output as json), ended_at = now(),
          version = version + 1, lease_owner = null, lease_expires_at = null
      where tenant_id = :tenant and id = :execution and status = 'running'\
      """;

  static final String READ =
      """
      select id, core_id, flow, status, input, output, error, instance_key, checkpoint_id, attempt,
        started_at, ended_at
      from mod_scaicore_executions where tenant_id = :tenant and id = :execution\
      """;

  /** As long as a real one. */
  static final String PROGRAM = "0123456789abcdef".repeat(4);

  private static final Pattern NAME = Pattern.compile("(?<!:):([a-z_]+)");

  private Statements() {}

  /** A script of pgbench: one cycle of random ids. */
  static String pgbench(String core, String user) {
    var values =
        Map.ofEntries(
            Map.entry("tenant", quoted(TENANT)),
            Map.entry("core", quoted(core)),
            Map.entry("user", quoted(user)),
            Map.entry("email", quoted("pgbench@acme")),
            Map.entry("program", quoted(PROGRAM)),
            Map.entry("input", quoted(INPUT.formatted(user))),
            Map.entry("output", quoted(OUTPUT)),
            Map.entry("answer", quoted(ANSWER.formatted(user).replace("\n", " "))),
            Map.entry("execution", "('exec_pgbench_' || cast(:id as text))"),
            Map.entry("checkpoint", "cast(md5(cast(:id as text)) as uuid)"),
            Map.entry("first_audit", "('evt_pgbench_1_' || cast(:id as text))"),
            Map.entry("second_audit", "('evt_pgbench_2_' || cast(:id as text))"),
            Map.entry("third_audit", "('evt_pgbench_3_' || cast(:id as text))"));
    return List.of(
            "\\set id random(1, 9000000000000000000)",
            "begin;",
            filled(EXECUTION, values),
            filled(CHECKPOINT, values),
            "commit;",
            filled(INBOX, values),
            "begin;",
            filled(ANSWERED, values),
            filled(JOURNALED, values),
            filled(TAKEN, values),
            "commit;",
            filled(COMPLETED, values),
            filled(READ, values))
        .stream()
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String filled(String sql, Map<String, String> values) {
    return NAME.matcher(sql)
            .replaceAll(
                match -> java.util.regex.Matcher.quoteReplacement(values.get(match.group(1))))
        + ";";
  }

  private static String quoted(String text) {
    // A colon before a letter would be a variable to pgbench.
    return "'" + text.replace("'", "''") + "'";
  }
}
