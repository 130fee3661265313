package ai.scailabs.scaicore.stream;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One client's stream, and how far it has come. Whoever has taken it writes to it, alone. */
final class OpenStream {

  private final SseEmitter emitter;
  private final Feed feed;
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile String place;
  private volatile long wroteAt = System.nanoTime();

  OpenStream(SseEmitter emitter, Feed feed, String place) {
    this.emitter = emitter;
    this.feed = feed;
    this.place = place;
  }

  SseEmitter emitter() {
    return emitter;
  }

  /** Streams of the same reading are shown the same. */
  record Reading(Feed feed, String place) {}

  Reading reading() {
    return new Reading(feed, place);
  }

  /** False while somebody else writes to it: a client that reads slowly. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  void giveBack() {
    taken.set(false);
  }

  /** Nanoseconds since something was written. */
  long silence() {
    return System.nanoTime() - wroteAt;
  }

  /** Writes items, if it still is where they begin. */
  void show(Reading reading, List<Feed.Item> items) throws IOException {
    if (!reading.place().equals(place)) {
      return;
    }
    for (var item : items) {
      emitter.send(
          SseEmitter.event()
              .id(item.place())
              .name(item.event())
              .data(item.data(), MediaType.APPLICATION_JSON));
      place = item.place();
    }
    wroteAt = System.nanoTime();
  }

  /** Says where it is, too, so that a client which has seen no event yet knows where to go on. */
  void beat() throws IOException {
    emitter.send(SseEmitter.event().id(place).comment("still here"));
    wroteAt = System.nanoTime();
  }
}
