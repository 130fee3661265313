package ai.scailabs.scaicore.stream;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The streams that are open here. One task looks for what is new, once for all streams that show
 * the same; each client is written to by a virtual thread that lasts as long as the writing.
 */
@Component
public class Streams implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Streams.class);

  /** At most so many items a look, for a client that was away. */
  private static final int PAGE = 200;

  private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();

  /** Streams leave the database to requests. */
  private final Semaphore readers = new Semaphore(2);

  /** Readings that are looked at, so that looks do not pile up behind a slow database. */
  private final Set<OpenStream.Reading> underWay = ConcurrentHashMap.newKeySet();

  private final StreamProperties properties;

  Streams(StreamProperties properties, MeterRegistry meters) {
    this.properties = properties;
    Gauge.builder("scaicore.streams.open", open, Set::size)
        .description("Streams of server-sent events that are open")
        .register(meters);
  }

  /**
   * Opens a stream.
   *
   * @param lastEventId as a client sends it that was connected before; null for one that begins now
   * @throws ValidationFailed where that is no place of the feed
   * @throws ApiException {@code QUOTA_EXCEEDED} where too many are open
   */
  public SseEmitter open(Feed feed, @Nullable String lastEventId) {
    if (open.size() >= properties.most()) {
      throw new ApiException(
          ErrorCode.QUOTA_EXCEEDED,
          "%d streams are open here, as many as may be; close some, or try again later."
              .formatted(properties.most()));
    }
    var place = lastEventId == null || lastEventId.isBlank() ? feed.now() : lastEventId.strip();
    var missed = feed.after(place, PAGE);
    var stream = new OpenStream(new SseEmitter(properties.lifetime().toMillis()), feed, place);
    stream.emitter().onCompletion(() -> open.remove(stream));
    stream.emitter().onTimeout(() -> end(stream));
    stream.emitter().onError(e -> open.remove(stream));
    open.add(stream);
    // The head of the answer leaves with the first bytes.
    write(stream, stream.reading(), missed, true);
    return stream.emitter();
  }

  @Scheduled(fixedDelayString = "PT0.5S")
  void look() {
    var readings =
        open.stream()
            .collect(Collectors.groupingByConcurrent(OpenStream::reading, Collectors.toList()));
    readings.forEach(
        (reading, streams) -> {
          if (underWay.add(reading)) {
            writers.execute(() -> look(reading, streams));
          }
        });
  }

  private void look(OpenStream.Reading reading, List<OpenStream> streams) {
    List<Feed.Item> items;
    readers.acquireUninterruptibly();
    try {
      items = reading.feed().after(reading.place(), PAGE);
    } catch (RuntimeException e) {
      log.debug("a stream cannot be read for the moment", e);
      items = List.of();
    } finally {
      readers.release();
      underWay.remove(reading);
    }
    for (var stream : streams) {
      boolean beat = stream.silence() > properties.heartbeat().toNanos();
      if (!items.isEmpty() || beat) {
        write(stream, reading, items, beat);
      }
    }
  }

  private void write(
      OpenStream stream, OpenStream.Reading reading, List<Feed.Item> items, boolean beat) {
    if (!stream.take()) {
      return;
    }
    writers.execute(
        () -> {
          try {
            if (beat) {
              stream.beat();
            }
            stream.show(reading, items);
          } catch (IOException | IllegalStateException e) {
            // The client has gone.
            open.remove(stream);
          } finally {
            stream.giveBack();
          }
        });
  }

  private void end(OpenStream stream) {
    open.remove(stream);
    stream.emitter().complete();
  }

  /** Clients connect again, to another replica. */
  @Override
  public void destroy() {
    open.forEach(this::end);
    writers.shutdown();
    try {
      if (!writers.awaitTermination(
          Duration.ofSeconds(2).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
        writers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
