package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.outbound.AnswerRoom;
import ai.scailabs.scaicore.outbound.AnswerTooLarge;
import ai.scailabs.scaicore.outbound.DestinationRefused;
import ai.scailabs.scaicore.outbound.Destinations;
import ai.scailabs.scaicore.outbound.Enough;
import ai.scailabs.scaicore.outbound.NoRoomForAnswer;
import ai.scailabs.scaicore.outbound.OutboundAnswer;
import ai.scailabs.scaicore.outbound.OutboundHttp;
import ai.scailabs.scaicore.outbound.OutboundRequest;
import ai.scailabs.scaicore.outbound.OutboundTimeout;
import ai.scailabs.scaicore.outbound.TenantCalls;
import ai.scailabs.scaicore.outbound.TooManyCalls;
import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Calls servers that programs name, each tenant's within its own room, and calls again where that
 * may help. A call is over after its tries and the pauses between them, of which none is longer
 * than {@link #LONGEST_PAUSE}.
 */
@Component
class OutsideCalls implements DisposableBean {

  /** The largest value that goes out or comes in. */
  static final int MOST_BYTES = 5 * 1024 * 1024;

  /** A result comes with a little around it. */
  private static final int ENVELOPE = 16 * 1024;

  static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int MOST_JITTER = 100;

  private final PluginProperties settings;
  private final Destinations destinations;
  private final OutboundHttp http;
  private final TenantCalls calls;
  private final CountDownLatch closed = new CountDownLatch(1);

  OutsideCalls(PluginProperties settings, AnswerRoom room) {
    this.settings = settings;
    this.destinations = settings.destinations();
    this.http =
        new OutboundHttp(
            destinations,
            new OutboundHttp.Bounds(
                settings.connectTimeout(), settings.connectionsPerHost(), MOST_BYTES + ENVELOPE),
            room);
    this.calls = new TenantCalls(settings.callsPerTenant());
  }

  /** One try of a call. */
  @FunctionalInterface
  interface Try<T> {
    T run() throws CallFailed;
  }

  Duration timeout() {
    return settings.timeout();
  }

  /**
   * Tries until it goes well, or until another try is of no use; once where the Core wants that.
   */
  <T> T repeated(CallingCore core, Try<T> attempt) throws CallFailed {
    int most = core.once() ? 1 : settings.tries();
    try (var _ = calls.enter(core.tenantId(), settings.timeout().multipliedBy(most))) {
      for (int tries = 1; ; tries++) {
        core.permit().run();
        try {
          return attempt.run();
        } catch (CallFailed e) {
          if (!e.isPassing() || tries >= most || !paused(e, tries)) {
            throw e;
          }
        }
      }
    } catch (TooManyCalls e) {
      throw CallFailed.lasting(Kind.ERROR, "was not called: " + e.getMessage());
    }
  }

  /** Waits before another try; false where there is to be none. */
  private boolean paused(CallFailed failed, int tries) {
    var wanted = failed.retryAfter();
    var usual =
        settings
            .pause()
            .multipliedBy(1L << (tries - 1))
            .plusMillis(ThreadLocalRandom.current().nextInt(MOST_JITTER));
    var pause = wanted == null ? usual : wanted;
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      return false;
    }
    try {
      return !closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Looks at an address before anything is made of it. */
  void check(URI uri) throws CallFailed {
    try {
      destinations.check(uri);
    } catch (DestinationRefused e) {
      throw refused(e);
    }
  }

  private static CallFailed refused(DestinationRefused e) {
    return CallFailed.lasting(Kind.BLOCKED, "may not be called: its address " + e.getMessage());
  }

  /** Sends a request once. */
  OutboundAnswer send(OutboundRequest request) throws CallFailed {
    return send(request, Enough.NEVER);
  }

  /** Sends a request once, and reads its answer as far as it is wanted. */
  OutboundAnswer send(OutboundRequest request, Enough enough) throws CallFailed {
    try {
      return http.exchange(request, MOST_BYTES + ENVELOPE, enough);
    } catch (DestinationRefused e) {
      throw refused(e);
    } catch (OutboundTimeout e) {
      throw late();
    } catch (AnswerTooLarge e) {
      throw CallFailed.lasting(
          Kind.TOO_LARGE, "answered with more than 5 MB; have it answer with less");
    } catch (NoRoomForAnswer e) {
      throw CallFailed.passing(Kind.ERROR, "answered, but " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw CallFailed.lasting(
          Kind.ERROR,
          "was not called: the request cannot be sent ("
              + Answers.line(String.valueOf(e.getMessage()))
              + "); look at its address and its headers");
    } catch (IOException | IllegalStateException e) {
      // The client throws the latter when it is closed.
      throw CallFailed.passing(
          Kind.ERROR, "cannot be reached, or broke off (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** There was no answer in the time of a try. */
  CallFailed late() {
    return CallFailed.passing(
        Kind.TIMEOUT, "did not answer within " + settings.timeout().toMillis() + " ms");
  }

  @Override
  public void destroy() throws IOException {
    closed.countDown();
    http.close();
  }
}
