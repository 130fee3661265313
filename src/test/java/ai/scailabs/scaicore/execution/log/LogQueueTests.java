package ai.scailabs.scaicore.execution.log;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.execution.event.RunOf;
import ai.scailabs.scaicore.testing.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** What happens to lines while the database is away, and to the thread that writes them. */
class LogQueueTests {

  private final List<String> written = new CopyOnWriteArrayList<>();
  private final AtomicInteger statements = new AtomicInteger();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private volatile boolean away;
  private volatile boolean broken;
  private volatile boolean ticks = true;
  private final LogQueue queue = new LogQueue(1_000, 20_000, this::write, this::tick, meters);

  @AfterEach
  void stop() {
    queue.stop();
  }

  @Test
  void whatComesToTooMuchGoesOldestFirstAndIsCountedByTheLine() {
    for (int i = 0; i < 10; i++) {
      queue.add(chunk("c" + i, 2, 1_500));
    }
    queue.start();

    Eventually.get(this::written, n -> n == 10);

    assertThat(dropped()).isEqualTo(10);
    assertThat(written.getFirst()).startsWith("c5");
    assertThat(written.getLast()).startsWith("c9");
  }

  @Test
  void whatIsBeingWrittenWeighsUntilItIs() {
    away = true;
    queue.start();
    queue.add(chunk("under way", 1, 15_000));
    Eventually.get(statements::get, n -> n >= 1);
    queue.add(chunk("old", 1, 3_000));
    queue.add(chunk("new", 1, 4_000));
    assertThat(dropped()).isEqualTo(1);

    away = false;

    Eventually.get(this::written, n -> n == 2);
    assertThat(written.getLast()).startsWith("new");
    for (int i = 0; i < 4; i++) {
      queue.add(chunk("later" + i, 1, 4_000));
    }
    Eventually.get(this::written, n -> n == 6);
    assertThat(dropped()).isEqualTo(1);
  }

  @Test
  void fieldsWeighToo() {
    var fields = Map.of("a", "y".repeat(12_000));
    var line = new LogLine(Instant.now(), LogLevel.INFO, null, "x", fields);
    var run = new RunOf("ten_a", "core_a", "exec_a", "main", 1, null);
    queue.add(new LogChunk(run, List.of(line)));
    queue.add(new LogChunk(run, List.of(line)));
    queue.start();

    Eventually.get(this::written, n -> n == 1);

    assertThat(dropped()).isEqualTo(1);
  }

  @Test
  void theThreadThatWritesOutlivesWhatNobodyExpected() {
    broken = true;
    queue.start();
    queue.add(chunk("lost", 1, 10));
    Eventually.get(this::dropped, n -> n == 1);
    ticks = false;
    broken = false;

    queue.add(chunk("first", 1, 10));

    Eventually.get(this::dropped, n -> n == 1);
    ticks = true;
    Eventually.get(this::written, n -> n == 1);
    assertThat(written.getFirst()).startsWith("first");
  }

  private void write(List<LogRow> rows) {
    statements.incrementAndGet();
    if (away) {
      throw new DataAccessResourceFailureException("unplugged");
    }
    if (broken) {
      throw new StackOverflowError("deep");
    }
    rows.forEach(row -> written.add(row.message()));
  }

  private void tick() {
    if (!ticks) {
      throw new StackOverflowError("deep");
    }
  }

  private double dropped() {
    return meters.get("scaicore.logs.dropped").counter().count();
  }

  private double written() {
    return meters.get("scaicore.logs.written").counter().count();
  }

  private static LogChunk chunk(String name, int lines, int length) {
    var line =
        new LogLine(Instant.now(), LogLevel.INFO, null, name + " " + "x".repeat(length), Map.of());
    return new LogChunk(
        new RunOf("ten_a", "core_a", "exec_a", "main", 1, null),
        IntStream.range(0, lines).mapToObj(i -> line).toList());
  }
}
