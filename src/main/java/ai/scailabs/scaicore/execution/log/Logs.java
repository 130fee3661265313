package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.execution.batch.BatchWork;
import ai.scailabs.scaicore.execution.batch.WriteBehind;
import ai.scailabs.scaicore.execution.event.RunOf;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Takes the lines of Cores' logs, which are written a moment later, many at once. A crash loses
 * those of the last moment. Where the database is away they wait, as many as there is room for.
 */
@Component
public class Logs implements BatchWork<LogChunk, LogRow>, DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Logs.class);

  private static final long HEAVIEST = 64_000_000;

  private final LogRows rows;
  private final SecretsOfCores secrets;
  private final Clock clock;
  private final WriteBehind<LogChunk, LogRow> queue;
  private final AtomicLong held = new AtomicLong();
  private final Set<RunLog> open = ConcurrentHashMap.newKeySet();
  private final Counter written;
  private final Counter dropped;

  Logs(
      LogRows rows,
      SecretsOfCores secrets,
      Clock clock,
      MeterRegistry meters,
      LogProperties properties) {
    this.rows = rows;
    this.secrets = secrets;
    this.clock = clock;
    this.written =
        Counter.builder("scaicore.logs.written")
            .description("Lines of Cores' logs that were written")
            .register(meters);
    this.dropped =
        Counter.builder("scaicore.logs.dropped")
            .description("Lines of Cores' logs that were not written")
            .register(meters);
    this.queue = new WriteBehind<>("core-logs", properties.queue(), this);
    queue.start();
  }

  /** What takes the lines of one run of an execution. */
  public RunLog of(RunOf run) {
    var taken = new RunLog(run, clock, this::add, open::remove);
    open.add(taken);
    return taken;
  }

  /** One line of an execution that nobody runs just now. */
  public void say(
      RunOf run, LogLevel level, String text, Map<String, ? extends @Nullable Object> fields) {
    add(new LogChunk(run, List.of(new LogLine(clock.instant(), level, null, text, fields))));
  }

  private void add(LogChunk chunk) {
    long weight = chunk.weight();
    if (held.addAndGet(weight) > HEAVIEST) {
      lost(chunk, "there is no room left");
      return;
    }
    queue.add(chunk);
  }

  @Override
  public void tick() {
    var now = clock.instant();
    open.forEach(taken -> taken.tick(now));
  }

  @Override
  public List<LogRow> rows(List<LogChunk> batch) {
    var found =
        batch.stream()
            .flatMap(chunk -> chunk.lines().stream().map(line -> row(chunk.run(), line)))
            .toList();
    batch.forEach(chunk -> held.addAndGet(-chunk.weight()));
    return found;
  }

  private static LogRow row(RunOf run, LogLine line) {
    return new LogRow(
        run.tenantId(),
        run.coreId(),
        run.executionId(),
        line.at().truncatedTo(ChronoUnit.MICROS),
        line.level(),
        line.nodeId(),
        line.message(),
        Shown.fields(line.fields()));
  }

  /** Takes the secrets out and writes what is left. */
  @Override
  public void write(List<LogRow> given) {
    var tenants = new HashMap<String, String>();
    given.forEach(row -> tenants.put(row.coreId(), row.tenantId()));
    var redactions = secrets.of(tenants);
    rows.add(given.stream().map(row -> Shown.of(row, redactions.get(row.coreId()))).toList());
    written.increment(given.size());
  }

  @Override
  public void lost(LogChunk chunk, String why) {
    held.addAndGet(-chunk.weight());
    dropped.increment(chunk.lines().size());
    log.warn(
        "{} log lines of core {} are lost: {}", chunk.lines().size(), chunk.run().coreId(), why);
  }

  @Override
  public void refused(LogRow row, String why) {
    dropped.increment();
    log.error("a log line of core {} is lost: {}", row.coreId(), why);
  }

  /** Writes what is left, as far as the database takes it. */
  @Override
  public void destroy() {
    open.forEach(RunLog::close);
    queue.stop();
  }
}
