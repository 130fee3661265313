package ai.scailabs.scaicore.stream;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One client's stream, and how far it has come. Whoever has taken it writes to it, alone. */
final class OpenStream {

  private final SseEmitter emitter;
  private final Streams.Watcher watcher;
  private final Feed feed;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile String place;
  private volatile long wroteAt = System.nanoTime();

  OpenStream(SseEmitter emitter, Streams.Watcher watcher, Feed feed, String place) {
    this.emitter = emitter;
    this.watcher = watcher;
    this.feed = feed;
    this.place = place;
  }

  SseEmitter emitter() {
    return emitter;
  }

  Streams.Watcher watcher() {
    return watcher;
  }

  /** Streams of the same reading are shown the same. */
  record Reading(Feed feed, String place) {}

  Reading reading() {
    return new Reading(feed, place);
  }

  /** True the first time. */
  boolean isOverNow() {
    return over.compareAndSet(false, true);
  }

  boolean isOver() {
    return over.get();
  }

  /** False while somebody else writes to it: a client that reads slowly. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  void giveBack() {
    taken.set(false);
  }

  /** Whether nobody writes to it just now. */
  boolean isFree() {
    return !taken.get();
  }

  /** Nanoseconds since something was written. */
  long silence() {
    return System.nanoTime() - wroteAt;
  }

  /** Goes on behind what was looked through without finding anything to show. */
  void pass(Reading reading, String next) {
    if (take()) {
      if (reading.place().equals(place)) {
        place = next;
      }
      giveBack();
    }
  }

  /** Writes what was found, if it still is where that begins. */
  void show(Reading reading, Feed.Look found) throws IOException {
    if (!reading.place().equals(place)) {
      return;
    }
    for (var item : found.items()) {
      emitter.send(
          SseEmitter.event()
              .id(item.place())
              .name(item.event())
              .data(item.data(), MediaType.APPLICATION_JSON));
      place = item.place();
      wroteAt = System.nanoTime();
    }
    place = found.place();
  }

  /** Says that it lives, and from where a client would go on. */
  void beat() throws IOException {
    emitter.send(SseEmitter.event().id(place).comment("still here"));
    wroteAt = System.nanoTime();
  }
}
