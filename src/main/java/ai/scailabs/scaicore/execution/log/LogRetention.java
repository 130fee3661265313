package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.core.CoreDeletion;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.web.ValidationFailed;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * How long tenants keep log lines; removes those that were kept long enough, some at a time, on one
 * replica at a time.
 */
@Component
class LogRetention implements CoreDeletion {

  private static final int BATCH = 2_000;
  private static final int BATCHES = 50_000;

  private final JdbcClient jdbc;
  private final LogRows rows;
  private final LogProperties properties;
  private final AuditTrail audit;
  private final TransactionOperations transactions;

  LogRetention(
      JdbcClient jdbc,
      LogRows rows,
      LogProperties properties,
      AuditTrail audit,
      TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.properties = properties;
    this.audit = audit;
    this.transactions = transactions;
  }

  /** How many days a tenant's lines are kept. */
  int days(String tenantId) {
    return jdbc.sql("select days from mod_scaicore_log_retention where tenant_id = ?")
        .param(tenantId)
        .query(Integer.class)
        .optional()
        .orElse(properties.retentionDays());
  }

  /** Says how many days a tenant's lines are kept. */
  void keep(String tenantId, int days) {
    if (days < 1 || days > properties.longestRetentionDays()) {
      throw new ValidationFailed("days", "must be from 1 to " + properties.longestRetentionDays());
    }
    transactions.executeWithoutResult(
        status -> {
          jdbc.sql(
                  """
                  insert into mod_scaicore_log_retention (tenant_id, days) values (?, ?)
                  on conflict (tenant_id) do update set days = excluded.days
                  """)
              .params(tenantId, days)
              .update();
          audit.record(tenantId, "log_retention.update", tenantId);
        });
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT6M")
  void sweep() {
    int batches = 0;
    for (var old : rows.old(properties.retentionDays())) {
      int removed = BATCH;
      while (removed == BATCH && batches < BATCHES) {
        removed = rows.remove(old, BATCH);
        batches++;
      }
      if (removed < 0 || batches == BATCHES) {
        return;
      }
    }
  }

  @Override
  public void deleting(Core core) {
    rows.remove(core.tenantId(), core.id());
  }
}
