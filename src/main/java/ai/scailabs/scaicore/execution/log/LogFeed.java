package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.stream.Feed;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The log of one Core as it grows. */
record LogFeed(
    LogRows rows,
    LogHeads heads,
    String tenantId,
    String coreId,
    Set<LogLevel> levels,
    @Nullable String executionId)
    implements Feed {

  @Override
  public String now() {
    return LogPlace.of(heads.now());
  }

  @Override
  public List<Item> after(String place, int limit) {
    return look(place, limit).items();
  }

  @Override
  public Look look(String place, int limit) {
    long number = LogPlace.number(place);
    var head = heads.behind(tenantId, coreId, number);
    if (!head.news()) {
      return new Look(List.of(), LogPlace.of(Math.max(number, head.upTo())));
    }
    // Many may have to be looked at that are not wanted.
    boolean sifts = !levels.isEmpty() || executionId != null;
    long end = sifts ? rows.end(tenantId, coreId, number, head.upTo()) : head.upTo();
    var lines = rows.after(tenantId, coreId, levels, executionId, number, end, limit);
    var items = lines.stream().map(line -> new Item(line.id(), "log", line)).toList();
    return new Look(
        items, items.size() < limit ? LogPlace.of(Math.max(number, end)) : items.getLast().place());
  }
}
