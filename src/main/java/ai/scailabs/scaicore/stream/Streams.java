package ai.scailabs.scaicore.stream;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The streams that are open here. One task looks for what is new, once for all streams that show
 * the same; each client is written to by a virtual thread that lasts as long as the writing. They
 * end before the server waits for its requests to end: clients connect again, to another replica.
 */
@Component
public class Streams implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Streams.class);

  /** At most so many items a look, for a client that was away. */
  private static final int PAGE = 200;

  private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
  private final Set<OpenStream.Reading> underWay = ConcurrentHashMap.newKeySet();
  private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room;
  private final Map<String, Integer> perTenant = new ConcurrentHashMap<>();

  /** Streams leave the database to requests. */
  private final Semaphore readers = new Semaphore(2);

  private final StreamProperties properties;
  private volatile boolean closing;
  private volatile boolean running;

  Streams(StreamProperties properties, MeterRegistry meters) {
    this.properties = properties;
    this.room = new Semaphore(properties.most());
    Gauge.builder("scaicore.streams.open", open, Set::size)
        .description("Streams of server-sent events that are open")
        .register(meters);
  }

  /**
   * Who watches.
   *
   * @param mayGoOn whether they still may, asked now and then
   */
  public record Watcher(String tenantId, BooleanSupplier mayGoOn) {}

  /**
   * Opens a stream.
   *
   * @param lastEventId as a client sends it that was connected before; null for one that begins now
   * @throws ValidationFailed where that is no place of the feed
   * @throws ApiException {@code QUOTA_EXCEEDED} where too many are open, or too many of the tenant
   */
  public SseEmitter open(Watcher watcher, Feed feed, @Nullable String lastEventId) {
    takePlace(watcher.tenantId());
    OpenStream stream;
    OpenStream.Reading reading;
    Feed.Look missed;
    try {
      var place = lastEventId == null || lastEventId.isBlank() ? feed.now() : lastEventId.strip();
      reading = new OpenStream.Reading(feed, place);
      missed = feed.look(place, PAGE);
      stream =
          new OpenStream(new SseEmitter(properties.lifetime().toMillis()), watcher, feed, place);
    } catch (RuntimeException e) {
      leavePlace(watcher.tenantId());
      throw e;
    }
    if (isOfHead(request())) {
      leavePlace(watcher.tenantId());
      stream.emitter().complete();
      return stream.emitter();
    }
    stream.emitter().onCompletion(() -> forget(stream));
    stream.emitter().onTimeout(() -> end(stream));
    stream.emitter().onError(e -> forget(stream));
    open.add(stream);
    // The head of the answer leaves with the first bytes.
    write(stream, reading, missed, true);
    if (closing) {
      end(stream);
    }
    return stream.emitter();
  }

  private void takePlace(String tenantId) {
    if (!room.tryAcquire()) {
      throw full(properties.most() + " streams are open here");
    }
    int most = properties.mostPerTenant();
    if (perTenant.merge(tenantId, 1, Integer::sum) > most) {
      leavePlace(tenantId);
      throw full(most + " streams of this tenant are open here");
    }
  }

  private static ApiException full(String what) {
    return new ApiException(
        ErrorCode.QUOTA_EXCEEDED, what + ", as many as may be; close some, or try again later.");
  }

  private void leavePlace(String tenantId) {
    perTenant.computeIfPresent(tenantId, (_, n) -> n == 1 ? null : n - 1);
    room.release();
  }

  private static @Nullable ServletRequestAttributes request() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
        ? request
        : null;
  }

  /** Nothing of a stream is sent to who asks for its head alone. */
  private static boolean isOfHead(@Nullable ServletRequestAttributes request) {
    if (request != null && request.getResponse() != null) {
      // Else a proxy such as nginx keeps events back until it has many.
      request.getResponse().setHeader("X-Accel-Buffering", "no");
    }
    return request != null && request.getRequest().getMethod().equals("HEAD");
  }

  private void forget(OpenStream stream) {
    if (stream.isOverNow()) {
      open.remove(stream);
      leavePlace(stream.watcher().tenantId());
    }
  }

  /** Ends the streams of whoever may not go on: their token was revoked, or their roles changed. */
  @Scheduled(fixedDelayString = "PT5S")
  void dismiss() {
    for (var stream : open) {
      if (!stream.watcher().mayGoOn().getAsBoolean()) {
        writers.execute(() -> end(stream));
      }
    }
  }

  /** One that is written to just now has its turn at the next look, so that none is read for it. */
  @Scheduled(fixedDelayString = "PT0.5S")
  void look() {
    open.stream()
        .filter(OpenStream::isFree)
        .collect(Collectors.groupingBy(OpenStream::reading))
        .forEach(
            (reading, streams) -> {
              if (underWay.add(reading)) {
                writers.execute(() -> look(reading, streams));
              }
            });
  }

  private void look(OpenStream.Reading reading, List<OpenStream> streams) {
    var found = new Feed.Look(List.of(), reading.place());
    try {
      readers.acquireUninterruptibly();
      try {
        found = reading.feed().look(reading.place(), PAGE);
      } finally {
        readers.release();
      }
    } catch (RuntimeException e) {
      log.debug("a stream cannot be read for the moment", e);
    } finally {
      underWay.remove(reading);
    }
    for (var stream : streams) {
      boolean beat = stream.silence() > properties.heartbeat().toNanos();
      if (!found.items().isEmpty() || beat) {
        write(stream, reading, found, beat);
      } else {
        stream.pass(reading, found.place());
      }
    }
  }

  private void write(OpenStream stream, OpenStream.Reading reading, Feed.Look found, boolean beat) {
    if (stream.isOver() || !stream.take()) {
      return;
    }
    writers.execute(
        () -> {
          try {
            if (beat) {
              stream.beat();
            }
            stream.show(reading, found);
          } catch (IOException e) {
            // The client has gone.
            forget(stream);
          } catch (RuntimeException e) {
            if (!stream.isOver()) {
              log.warn("a stream ends: what it shows cannot be written", e);
            }
            end(stream);
          } finally {
            stream.giveBack();
          }
        });
  }

  private void end(OpenStream stream) {
    forget(stream);
    try {
      stream.emitter().complete();
    } catch (RuntimeException e) {
      log.debug("a stream had ended", e);
    }
  }

  @Override
  public void start() {
    closing = false;
    running = true;
  }

  @Override
  public void stop() {
    closing = true;
    running = false;
    // A client that reads slowly would keep the others waiting.
    open.forEach(stream -> writers.execute(() -> end(stream)));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the server lets its requests come to their end. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }
}
