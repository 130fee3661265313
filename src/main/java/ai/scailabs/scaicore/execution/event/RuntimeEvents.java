package ai.scailabs.scaicore.execution.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Takes runtime events, which are written a moment later, many at once. A crash loses those of the
 * last moment. Where the database is away they wait, as many as there is room for; beyond that the
 * oldest are dropped, counted and logged.
 */
@Component
public class RuntimeEvents implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(RuntimeEvents.class);

  private final EventQueue queue;
  private final Clock clock;
  private final Set<Recorder> open = ConcurrentHashMap.newKeySet();
  private final Counter dropped;

  RuntimeEvents(EventRows rows, Clock clock, MeterRegistry meters, EventProperties properties) {
    this.clock = clock;
    this.dropped =
        Counter.builder("scaicore.events.dropped")
            .description("Runtime events that were not written")
            .register(meters);
    this.queue = new EventQueue(rows::add, properties.queue(), this::dropped, this::tick);
    queue.start();
  }

  /** What notes the events of one run of an execution. */
  public Recorder of(RunOf run) {
    var recorder = new Recorder(run, clock, queue::add, open::remove);
    open.add(recorder);
    return recorder;
  }

  /**
   * Notes something else that happened to a Core, once the transaction that is open is committed.
   *
   * @param details members of the payload, beside {@code execution_id}
   */
  public void note(
      EventType type,
      String tenantId,
      String coreId,
      @Nullable String executionId,
      Map<String, ? extends @Nullable Object> details) {
    var happening = new Happening.ToOther(type, clock.instant(), details);
    var chunk = new Chunk(tenantId, coreId, executionId, null, List.of(happening));
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      queue.add(chunk);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            queue.add(chunk);
          }
        });
  }

  private void tick() {
    var now = clock.instant();
    open.forEach(recorder -> recorder.tick(now));
  }

  private void dropped(Chunk chunk, String why) {
    dropped.increment(chunk.happenings().size());
    log.warn(
        "{} runtime events of core {} are lost: {}",
        chunk.happenings().size(),
        chunk.coreId(),
        why);
  }

  /** Writes what is left, as far as the database takes it. */
  @Override
  public void destroy() {
    open.forEach(Recorder::close);
    queue.stop();
  }
}
