package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.Columns;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what waits for somebody. */
@Component
class InboxCounts {

  /** What is counted at most. */
  private static final int MOST = 10_000;

  private final JdbcClient jdbc;

  InboxCounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How many checkpoints wait. */
  @Schema(name = "CheckpointCounts")
  record Counts(
      @Schema(example = "12") int total,
      @Schema(description = "Whether there are more than were counted: the 10,000 most urgent.")
          boolean hasMore,
      @Schema(description = "By critical, high, normal, low.") Map<String, Integer> byPriority,
      @Schema(description = "Taken by somebody, the caller included.") int claimed,
      @Schema(description = "Taken by the caller.") int claimedByMe,
      @Schema(description = "Free to be taken.") int unclaimed) {}

  private record OfPriority(String priority, int total, int claimed, int mine) {}

  /** Counts what is pending for any of some assignees. Index: mod_scaicore_checkpoints_inbox. */
  Counts of(String tenantId, List<Address> addresses, String userId, Instant now) {
    var counted =
        jdbc.sql(
                """
                select priority, count(*) as total, count(*) filter (where claimed) as claimed,
                  count(*) filter (where claimed and mine) as mine
                from (
                  select found.* from unnest(:types, :values) as address (type, value)
                  cross join lateral (
                    select p.priority, p.priority_rank, p.created_at, p.id,
                      coalesce(p.claimed_at > :lapsed, false) as claimed, p.claimed_by = :user as mine
                    from mod_scaicore_checkpoints p
                    where p.tenant_id = :tenant and p.status = 'pending'
                      and p.assignee_type = address.type and p.assignee_value = address.value
                    order by p.priority_rank, p.created_at, p.id
                    limit :limit) found
                  order by found.priority_rank, found.created_at, found.id
                  limit :limit) c
                group by priority
                """)
            .param("tenant", tenantId)
            .param("types", Address.types(addresses))
            .param("values", Address.values(addresses))
            .param("user", userId)
            .param("lapsed", Columns.time(now.minus(Checkpoint.CLAIM)))
            .param("limit", MOST + 1)
            .query(
                (row, number) ->
                    new OfPriority(
                        row.getString("priority"),
                        row.getInt("total"),
                        row.getInt("claimed"),
                        row.getInt("mine")))
            .list();
    var byPriority = new LinkedHashMap<String, Integer>();
    for (var priority : Priority.values()) {
      byPriority.put(priority.word(), 0);
    }
    counted.forEach(c -> byPriority.put(c.priority(), c.total()));
    int total = counted.stream().mapToInt(OfPriority::total).sum();
    int claimed = counted.stream().mapToInt(OfPriority::claimed).sum();
    int mine = counted.stream().mapToInt(OfPriority::mine).sum();
    return new Counts(total, total > MOST, byPriority, claimed, mine, total - claimed);
  }
}
