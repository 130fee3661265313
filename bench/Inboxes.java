import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Lists checkpoints where a million are closed and ten thousand open. */
final class Inboxes {

  private static final String REVIEWER = "sgk_local_reviewer_00000000000000000000000";
  private static final String PATH = "/v1/modules/scaicore/checkpoints?limit=50";

  /** Two of three open ones are people's, ten each; the rest is the admins'. */
  private static final String FILL =
      """
      insert into mod_scaicore_checkpoints
        (id, tenant_id, core_id, execution_id, attempt, step, argument_hash, flow_name, block_path,
         checkpoint_type, prompt, options, assignee_raw, assignee_type, assignee_value,
         assignee_display, context, status, priority, created_at, expiry_action, notification_sent,
         reminder_count, decision, resolved_by, resolved_at, version)
      select gen_random_uuid(), 'ten_acme', '%1$s', '%2$s', 1, '%4$s' || i, repeat('a', 64), 'main',
        'flows.main.body[0]', 'approval', 'Approve expense ' || i || '?', '["approve", "reject"]',
        'x', kind, who, who, '{"amount": 400, "note": "A hotel near the customer, two nights"}',
        '%4$s', (array['low', 'normal', 'high', 'critical'])[1 + i %% 4],
        now() - interval '1 second' * (i %% 1000000), 'expire', false, 0,
        case when '%4$s' = 'resolved' then 'approve' end,
        case when '%4$s' = 'resolved' then who end,
        case when '%4$s' = 'resolved' then now() end, 0
      from (
        select i, case when i %% 3 = 0 then 'role' else 'user' end as kind,
          case when i %% 3 = 0 then 'tenant_admin'
               when i %% 1000 < 3 then '%3$s' else 'usr_' || i %% 1000 end as who
        from generate_series(1, %5$d) as i) numbered
      """;

  private final Server service;
  private final Database database;
  private final Table table;
  private final double seconds;
  private final int closed = (int) Durable.setting("BENCH_CLOSED", 1_000_000);
  private final int open = (int) Durable.setting("BENCH_OPEN", 10_000);

  Inboxes(Server service, Database database, Table table, double seconds) {
    this.service = service;
    this.database = database;
    this.table = table;
    this.seconds = Math.min(seconds / 2, 20);
  }

  void measure() throws IOException, InterruptedException, SQLException {
    int port = service.port();
    var demo = new Setting(port);
    var started =
        Api.post(
                port,
                Api.CORES + "/" + demo.core() + "/invoke",
                "{\"input\": " + Statements.INPUT.formatted(demo.user(0)) + "}")
            .path("data");
    var execution = started.path("id").asString();
    var reviewer = Api.get(port, "/v1/me", REVIEWER).at("/data/user_id").asString();
    database.run(
        List.of(
            "set session_replication_role = replica; set synchronous_commit = off; "
                + FILL.formatted(demo.core(), execution, reviewer, "resolved", closed)
                + ";"
                + FILL.formatted(demo.core(), execution, reviewer, "pending", open),
            "vacuum analyze mod_scaicore_checkpoints"));
    var found =
        String.format(
            Locale.ROOT,
            "%,.0f closed, %,.0f open",
            database.number(
                "select count(*) from mod_scaicore_checkpoints where status <> 'pending'"),
            database.number(
                "select count(*) from mod_scaicore_checkpoints where status = 'pending'"));
    list("list mine p99, an inbox of a few", REVIEWER, found);
    list("list mine p99, a full page of 50", Api.TOKEN, found);
  }

  private void list(String what, String token, String found) {
    var request = Load.request("GET", PATH, token, "", "".getBytes(StandardCharsets.UTF_8));
    Load.during(service.port(), request, 1, seconds / 2);
    var one = Load.during(service.port(), request, 1, seconds);
    var eight = Load.during(service.port(), request, 8, seconds / 2);
    table.row(
        what,
        one.millis(0.99),
        "ms",
        Table.Bound.atMost(5.0, 3.0),
        String.format(
            Locale.ROOT,
            "%s; p50 %.1f ms; 8 connections %.0f /s, p99 %.1f ms",
            found,
            one.millis(0.5),
            eight.perSecond(),
            eight.millis(0.99)));
  }
}
