package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Status;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lists of checkpoints with filters. A page looks at so many rows and no more: where few of them
 * fit it is short, or empty, and its cursor goes on behind the last that it looked at.
 */
@Component
class CheckpointLists {

  private static final int PAGE_BYTES = 4_000_000;

  /** How many rows a page looks at. */
  private static final int LOOKED_AT = 2_000;

  private final JdbcClient jdbc;
  private final Checkpoints checkpoints;
  private final TransactionTemplate snapshot;

  CheckpointLists(
      JdbcClient jdbc, Checkpoints checkpoints, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.checkpoints = checkpoints;
    this.snapshot = new TransactionTemplate(transactions);
    this.snapshot.setReadOnly(true);
    this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /**
   * Some people's: what is pending in the order of the inbox, what is closed newest first. Indexes:
   * mod_scaicore_checkpoints_inbox, …_closed.
   */
  Page<Checkpoint> of(
      String tenantId, List<Address> addresses, CheckpointFilter filter, Paging paging) {
    var status = Objects.requireNonNullElse(filter.status(), Status.PENDING);
    if (status == Status.PENDING && !filter.isSelective()) {
      return checkpoints.pending(tenantId, addresses, paging);
    }
    var values = new HashMap<String, @Nullable Object>();
    values.put("types", Address.types(addresses));
    values.put("values", Address.values(addresses));
    var order = status == Status.PENDING ? ListOrder.URGENT : ListOrder.NEWEST;
    var source =
        """
        select found.* from unnest(:types, :values) as address (type, value)
        cross join lateral (
          select p.* from mod_scaicore_checkpoints p
          where p.tenant_id = :tenant and p.assignee_type = address.type
            and p.assignee_value = address.value %s %s
          order by %s limit :looked) found
        order by %s limit :looked
        """
            .formatted(
                status(status, values),
                order.behind(paging, values),
                order.by("p."),
                order.by("found."));
    return page(tenantId, source, order, filter, values, paging);
  }

  /**
   * All of a tenant, newest first. Indexes: mod_scaicore_checkpoints_newest, …_of_status,
   * …_of_core_newest.
   */
  Page<Checkpoint> all(String tenantId, CheckpointFilter filter, Paging paging) {
    var values = new HashMap<String, @Nullable Object>();
    var status = filter.status();
    var source =
        """
        select p.* from mod_scaicore_checkpoints p
        where p.tenant_id = :tenant %s %s %s
        order by %s limit :looked
        """
            .formatted(
                status == null ? "" : status(status, values),
                filter.coreId() == null ? "" : "and p.core_id = :core",
                ListOrder.NEWEST.behind(paging, values),
                ListOrder.NEWEST.by("p."));
    return page(tenantId, source, ListOrder.NEWEST, filter, values, paging);
  }

  /** Said twice, so that the planner knows the partial indexes. */
  private static String status(Status status, Map<String, @Nullable Object> values) {
    values.put("status", status.word());
    return switch (status) {
      case PENDING -> "and p.status = :status and p.status = 'pending' and p.status <> 'resolved'";
      case RESOLVED -> "and p.status = :status and p.status <> 'pending'";
      case CANCELLED, EXPIRED ->
          "and p.status = :status and p.status <> 'pending' and p.status <> 'resolved'";
    };
  }

  /**
   * A page, and behind what it looked at; with a filter these are two statements, which have to see
   * the same rows.
   */
  private Page<Checkpoint> page(
      String tenantId,
      String source,
      ListOrder order,
      CheckpointFilter filter,
      Map<String, @Nullable Object> values,
      Paging paging) {
    return filter.isSelective()
        ? Objects.requireNonNull(
            snapshot.execute(_ -> looked(tenantId, source, order, filter, values, paging)))
        : looked(tenantId, source, order, filter, values, paging);
  }

  private Page<Checkpoint> looked(
      String tenantId,
      String source,
      ListOrder order,
      CheckpointFilter filter,
      Map<String, @Nullable Object> values,
      Paging paging) {
    var condition = filter.condition(values);
    values.put("tenant", tenantId);
    values.put("looked", LOOKED_AT);
    var shown = new HashMap<>(values);
    shown.put("limit", paging.limit() + 1);
    shown.put("bytes", PAGE_BYTES);
    var sql =
        """
        select c.*, n.name as core_name
        from (
          select best.*, count(*) over () as found,
            sum(weight) over (order by %1$s) - weight as before
          from (select s.* from (%2$s) s where %3$s order by %4$s limit :limit) best) c
        join mod_scaicore_cores n on n.tenant_id = c.tenant_id and n.id = c.core_id
        where c.before < :bytes
        order by %5$s
        """
            .formatted(order.by("best."), source, condition, order.by("s."), order.by("c."));
    var page =
        Page.light(
            jdbc.sql(sql).params(shown),
            CheckpointRows::row,
            paging.limit(),
            c -> order.at(ListOrder.Place.of(c)));
    if (page.nextCursor() != null || !filter.isSelective()) {
      return page;
    }
    return jdbc.sql(
            "select priority_rank, created_at, id from (%s) s order by %s offset :looked - 1 limit 1"
                .formatted(source, order.by("s.")))
        .params(values)
        .query((row, number) -> ListOrder.Place.of(row))
        .optional()
        .map(last -> new Page<>(page.items(), order.at(last).encoded()))
        .orElse(page);
  }
}
