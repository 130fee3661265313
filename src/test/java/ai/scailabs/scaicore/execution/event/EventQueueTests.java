package ai.scailabs.scaicore.execution.event;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Eventually;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

/** What happens to events while the database is away, or refuses one of many. */
class EventQueueTests {

  private final List<EventRow> written = new CopyOnWriteArrayList<>();
  private final AtomicInteger dropped = new AtomicInteger();
  private final AtomicInteger statements = new AtomicInteger();
  private volatile boolean away;
  private final EventQueue queue =
      new EventQueue(this::write, 10, (chunk, why) -> dropped.incrementAndGet(), () -> {});

  @AfterEach
  void stop() {
    queue.stop();
  }

  @Test
  void whatComesTogetherIsWrittenTogetherAndOfOneExecutionInOneRow() {
    for (int i = 0; i < 3; i++) {
      queue.add(chunk("one"));
      queue.add(chunk("two"));
    }
    queue.start();

    Eventually.get(written::size, n -> n == 2);

    assertThat(statements.get()).isEqualTo(1);
    assertThat(written)
        .allSatisfy(row -> assertThat(row.events().split("\"timestamp\"")).hasSize(4));
  }

  @Test
  void whatThereIsNoRoomForGoesOldestFirstAndIsCounted() {
    for (int i = 0; i < 14; i++) {
      queue.add(chunk("e" + i));
    }
    queue.start();

    Eventually.get(written::size, n -> n == 10);

    assertThat(dropped.get()).isEqualTo(4);
    assertThat(written.getFirst().executionId()).isEqualTo("e4");
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenOnceTheDatabaseIsBack() {
    away = true;
    queue.start();
    queue.add(chunk("one"));
    Eventually.get(statements::get, n -> n >= 1);

    away = false;

    Eventually.get(written::size, n -> n == 1);
    assertThat(dropped.get()).isZero();
  }

  @Test
  void oneThatIsRefusedTakesNoOtherAlong() {
    queue.add(chunk("good"));
    queue.add(chunk("refused"));
    queue.add(chunk("better"));
    queue.start();

    Eventually.get(written::size, n -> n == 2);

    assertThat(written).extracting(EventRow::executionId).containsExactly("good", "better");
  }

  @Test
  void whatIsLeftAtTheEndIsWritten() {
    queue.start();
    for (int i = 0; i < 8; i++) {
      queue.add(chunk("e" + i));
    }

    queue.stop();

    assertThat(written).hasSize(8);
    queue.add(chunk("late"));
    assertThat(dropped.get()).isEqualTo(1);
  }

  @Test
  void anEndWithoutADatabaseIsNoWaitForEver() {
    away = true;
    queue.start();
    queue.add(chunk("one"));
    Eventually.get(statements::get, n -> n >= 1);
    queue.add(chunk("two"));

    queue.stop();

    assertThat(dropped.get()).isEqualTo(2);
  }

  @Test
  void whatIsFarApartInTimeIsInTwoRowsAndEachBeginsWithItsOldest() {
    var start = Instant.parse("2026-01-31T09:00:00Z");
    queue.start();
    var rows =
        queue.rows(
            List.of(
                chunk("one", start),
                chunk("one", start.plusSeconds(1)),
                chunk("one", start.plusSeconds(30)),
                chunk("one", start.plusSeconds(29)),
                chunk("one", start.plusSeconds(30))));
    assertThat(rows)
        .extracting(EventRow::createdAt)
        .containsExactlyInAnyOrder(start, start.plusSeconds(30), start.plusSeconds(29));
    assertThat(rows)
        .filteredOn(row -> !row.createdAt().equals(start.plusSeconds(30)))
        .allSatisfy(row -> assertThat(row.events().split("\"timestamp\"")).hasSize(3));
  }

  @Test
  void whatWaitedWithARunIsHandedOverBeforeWhatComesLongAfter() {
    queue.start();
    var clock = new MovingClock();
    var taken = new ArrayList<Chunk>();
    var run = new RunOf("ten_a", "core_a", "one", "main", 1, null);
    try (var recorder = new Recorder(run, clock, taken::add, closed -> {})) {
      recorder.started();
      clock.now = clock.now.plusSeconds(60);
      recorder.completed();
      assertThat(taken).hasSize(1);
    }
    assertThat(taken).allSatisfy(chunk -> assertThat(chunk.happenings()).hasSize(1)).hasSize(2);
  }

  private void write(List<EventRow> rows) {
    statements.incrementAndGet();
    if (away) {
      throw new DataAccessResourceFailureException("unplugged");
    }
    if (rows.stream().anyMatch(row -> "refused".equals(row.executionId()))) {
      throw new DataIntegrityViolationException("no");
    }
    written.addAll(rows);
  }

  private static final class MovingClock extends Clock {

    private Instant now = Instant.parse("2026-01-31T09:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static Chunk chunk(String execution) {
    return chunk(execution, Instant.now());
  }

  private static Chunk chunk(String execution, Instant at) {
    return new Chunk(
        "ten_a",
        "core_a",
        execution,
        null,
        List.of(new Happening.ToOther(EventType.ACTIVATED, at, Map.of("a", 1))));
  }
}
