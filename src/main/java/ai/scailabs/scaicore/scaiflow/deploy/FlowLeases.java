package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.web.Columns;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Which deploy has which flow, over all replicas: one at a time, as long as its process gives signs
 * of life. No transaction and no connection is held meanwhile.
 */
@Component
class FlowLeases {

  private static final Logger log = LoggerFactory.getLogger(FlowLeases.class);

  private final JdbcClient jdbc;
  private final Duration lease;
  private final Set<String> mine = ConcurrentHashMap.newKeySet();

  FlowLeases(JdbcClient jdbc, DeployProperties settings) {
    this.jdbc = jdbc;
    this.lease = settings.lease();
  }

  /** Takes a flow for a deploy; empty where another has it, or it is gone. */
  Optional<Held> take(String tenantId, String flowId, String deploymentId) {
    return jdbc.sql(
            """
            update scaiflow_flows f
            set deploy_id = :deploy, deploy_until = now() + make_interval(secs => :seconds)
            where tenant_id = :tenant and id = :flow and deleted_at is null
              and (deploy_id is null or deploy_until <= now())
            returning major || '.' || minor || '.' || patch as version, core_id, exists (
              select 1 from scaiflow_deployments d
              where d.tenant_id = f.tenant_id and d.flow_id = f.id) as tried
            """)
        .param("deploy", deploymentId)
        .param("seconds", lease.toMillis() / 1000.0)
        .param("tenant", tenantId)
        .param("flow", flowId)
        .query(
            (row, number) ->
                new Held(
                    tenantId,
                    flowId,
                    deploymentId,
                    row.getString("version"),
                    row.getString("core_id"),
                    row.getBoolean("tried")))
        .optional();
  }

  /** From here on this process gives signs of life for it. */
  void keep(Held held) {
    mine.add(held.deploymentId());
  }

  /**
   * Looks whether a deploy still has its flow.
   *
   * @throws DeployInterrupted where it has not
   */
  void check(Held held) {
    var there =
        jdbc.sql(
                """
                select deploy_until from scaiflow_flows
                where tenant_id = ? and id = ? and deploy_id = ? and deploy_until > now()
                """)
            .params(held.tenantId(), held.flowId(), held.deploymentId())
            .query((row, number) -> Columns.instant(row, "deploy_until"))
            .optional();
    if (there.isEmpty()) {
      throw new DeployInterrupted();
    }
  }

  /** Names the Core of a flow, so that the next deploy updates it; false where it lost the flow. */
  boolean made(Held held, String coreId) {
    return jdbc.sql(
                """
                update scaiflow_flows set core_id = ?
                where tenant_id = ? and id = ? and deploy_id = ?
                """)
            .params(coreId, held.tenantId(), held.flowId(), held.deploymentId())
            .update()
        == 1;
  }

  void release(Held held) {
    mine.remove(held.deploymentId());
    jdbc.sql(
            """
            update scaiflow_flows set deploy_id = null, deploy_until = null
            where tenant_id = ? and id = ? and deploy_id = ?
            """)
        .params(held.tenantId(), held.flowId(), held.deploymentId())
        .update();
  }

  /** Without a word to the database, which may be away: the lease ends by itself. */
  void abandon(Held held) {
    mine.remove(held.deploymentId());
  }

  /** Index: scaiflow_flows_deploying. */
  @Scheduled(fixedDelayString = "PT0.5S", scheduler = "leaseScheduler")
  void signsOfLife() {
    var ids = mine.toArray(String[]::new);
    if (ids.length == 0) {
      return;
    }
    try {
      jdbc.sql(
              """
              update scaiflow_flows set deploy_until = now() + make_interval(secs => :seconds)
              where deploy_id = any(:ids)
              """)
          .param("seconds", lease.toMillis() / 1000.0)
          .param("ids", ids)
          .update();
    } catch (DataAccessException e) {
      // Said again in half a second; past the lease, check() ends the deploy.
      log.warn("no sign of life for {} deploys: {}", ids.length, e.toString());
    }
  }
}
