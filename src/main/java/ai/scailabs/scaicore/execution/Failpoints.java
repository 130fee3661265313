package ai.scailabs.scaicore.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * What happens at a {@link Failpoint}: nothing, unless it is armed. {@code scaicore.failpoints}
 * lists {@code point:action}, or {@code point:action:n} for the n-th time that it is reached. The
 * action {@code halt} ends this process at once, as {@code kill -9} does; {@code stop} has it stand
 * still, as {@code kill -STOP} does, until somebody sends it {@code CONT}; {@code hang} has the
 * thread that came there wait for the end of the process, and no other. For tests alone: the
 * start-up check refuses the setting.
 */
@Component
public class Failpoints {

  private static final Logger log = LoggerFactory.getLogger(Failpoints.class);

  /** The status of a process that {@code kill -9} ended. */
  private static final int KILLED = 137;

  private static final String GRAMMAR =
      "scaicore.failpoints lists point:halt, point:stop or point:hang, with :n behind it for the"
          + " n-th time; ";

  private final Map<Failpoint, Armed> armed = new ConcurrentHashMap<>();

  Failpoints(Environment environment) {
    Binder.get(environment)
        .bind("scaicore.failpoints", Bindable.listOf(String.class))
        .orElseGet(List::of)
        .forEach(this::arm);
  }

  private record Armed(AtomicInteger left, Runnable action) {}

  /** To be called where the point is. */
  public void reach(Failpoint point) {
    if (armed.isEmpty()) {
      return;
    }
    var there = armed.get(point);
    if (there != null && there.left().decrementAndGet() == 0) {
      log.warn("failpoint {} is reached", point.word());
      there.action().run();
    }
  }

  /**
   * Makes something happen, once.
   *
   * @param nth 1 for the next time that the point is reached
   */
  public void arm(Failpoint point, int nth, Runnable action) {
    armed.put(point, new Armed(new AtomicInteger(nth), action));
  }

  private void arm(String text) {
    var parts = text.strip().split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException(GRAMMAR + text + " is none of them");
    }
    var point =
        Failpoint.of(parts[0])
            .orElseThrow(
                () -> new IllegalArgumentException(GRAMMAR + parts[0] + " is no such point"));
    arm(point, parts.length == 3 ? Integer.parseInt(parts[2]) : 1, action(parts[1]));
  }

  private static Runnable action(String word) {
    return switch (word) {
      case "halt" -> () -> Runtime.getRuntime().halt(KILLED);
      case "stop" -> Failpoints::standStill;
      case "hang" -> Failpoints::hang;
      default -> throw new IllegalArgumentException(GRAMMAR + word + " is no such action");
    };
  }

  private static void hang() {
    while (true) {
      LockSupport.park();
    }
  }

  /** Returns after somebody let the process go on. */
  private static void standStill() {
    var self = Long.toString(ProcessHandle.current().pid());
    try {
      new ProcessBuilder("kill", "-STOP", self).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
