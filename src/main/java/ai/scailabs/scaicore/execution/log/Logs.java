package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.execution.event.RunOf;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Takes the lines of Cores' logs, which are written a moment later, many at once. A crash loses
 * those of the last moment. Where the database is away they wait, as many as there is room for.
 */
@Component
public class Logs implements DisposableBean {

  private static final long HEAVIEST = 64_000_000;

  private final LogRows rows;
  private final SecretsOfCores secrets;
  private final Clock clock;
  private final LogQueue queue;
  private final Set<RunLog> open = ConcurrentHashMap.newKeySet();

  Logs(
      LogRows rows,
      SecretsOfCores secrets,
      Clock clock,
      MeterRegistry meters,
      LogProperties properties) {
    this.rows = rows;
    this.secrets = secrets;
    this.clock = clock;
    this.queue = new LogQueue(properties.queue(), HEAVIEST, this::write, this::tick, meters);
    queue.start();
  }

  /** What takes the lines of one run of an execution. */
  public RunLog of(RunOf run) {
    var taken = new RunLog(run, clock, queue::add, open::remove);
    open.add(taken);
    return taken;
  }

  /** One line of an execution that nobody runs just now. */
  public void say(
      RunOf run, LogLevel level, String text, Map<String, ? extends @Nullable Object> fields) {
    queue.add(new LogChunk(run, List.of(new LogLine(clock.instant(), level, null, text, fields))));
  }

  private void tick() {
    var now = clock.instant();
    open.forEach(taken -> taken.tick(now));
  }

  /** Takes the secrets out and writes what is left. */
  private void write(List<LogRow> given) {
    var tenants = new HashMap<String, String>();
    given.forEach(row -> tenants.put(row.coreId(), row.tenantId()));
    var redactions = secrets.of(tenants);
    rows.add(given.stream().map(row -> Shown.of(row, redactions.get(row.coreId()))).toList());
  }

  /** Writes what is left, as far as the database takes it. */
  @Override
  public void destroy() {
    open.forEach(RunLog::close);
    queue.stop();
  }
}
