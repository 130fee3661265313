package ai.scailabs.scaicore.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs branches side by side on virtual threads, the run's own among them. A branch that is
 * suspended lets the others go on until they end or are suspended too; then the whole is.
 */
final class Branches {

  private final Effects effects;
  private final Race race;
  private final boolean failFast;
  private final List<Course> courses = new ArrayList<>();
  private final BiFunction<Integer, Course, Step> branch;
  private final @Nullable Object[] ends;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * @param step of the decision which branch failed first
   * @param failFast whether the first failure ends the others before their next block or effect
   * @param covers whether a step is one of the branch of an index
   * @param branch runs the branch of an index
   */
  Branches(
      Effects effects,
      Course outer,
      String step,
      int count,
      boolean failFast,
      BiPredicate<Integer, String> covers,
      BiFunction<Integer, Course, Step> branch) {
    this.effects = effects;
    this.race = new Race(effects, outer, step, covers);
    this.failFast = failFast;
    this.branch = branch;
    this.ends = new @Nullable Object[count];
    for (int i = 0; i < count; i++) {
      courses.add(race.branch(i));
    }
  }

  /** How the branches ended, in their order. */
  List<Step> run(int atOnce) {
    var threads = new ArrayList<Thread>();
    // Where there are threads enough already, this one does the work of those that are missing.
    for (int i = 1; i < Math.min(atOnce, ends.length) && effects.allowance().begin(); i++) {
      threads.add(Thread.startVirtualThread(effects.host().beside(this::workBeside)));
    }
    work();
    threads.forEach(this::join);
    return ended();
  }

  private void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void workBeside() {
    try {
      work();
    } finally {
      effects.allowance().end();
    }
  }

  private void work() {
    for (int i = next.getAndIncrement(); i < ends.length; i = next.getAndIncrement()) {
      ends[i] = end(i);
    }
  }

  private Object end(int index) {
    try {
      return branch.apply(index, courses.get(index));
    } catch (BlockFailed e) {
      if (failFast) {
        race.fails(index, e.failure());
      }
      return e;
    } catch (Leaving e) {
      if (e.budget() != null) {
        race.stop();
      }
      return e;
    } catch (Interruption e) {
      switch (e.outcome()) {
        case Outcome.Suspended _ -> {}
        case Outcome.Cancelled _ -> race.stop();
        default -> race.quit();
      }
      return e;
    } catch (RuntimeException | Error e) {
      race.quit();
      return e;
    }
  }

  private List<Step> ended() {
    unexpected();
    interrupted();
    failed();
    suspended();
    var steps = new ArrayList<Step>();
    for (var end : ends) {
      if (end instanceof BlockFailed failure) {
        throw failure;
      }
      steps.add((Step) java.util.Objects.requireNonNull(end));
    }
    return steps;
  }

  private void unexpected() {
    for (var end : ends) {
      switch (end) {
        case BlockFailed _, Leaving _, Interruption _ -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {}
      }
    }
  }

  /** The run is over, or an outer budget is. */
  private void interrupted() {
    Interruption cancelled = null;
    Leaving leaving = null;
    for (var end : ends) {
      if (end instanceof Interruption e) {
        if (e.outcome() instanceof Outcome.Cancelled) {
          cancelled = e;
        } else if (!(e.outcome() instanceof Outcome.Suspended)) {
          throw e;
        }
      } else if (end instanceof Leaving e && e.budget() != null) {
        leaving = e;
      }
    }
    if (cancelled != null) {
      throw cancelled;
    }
    if (leaving != null) {
      throw leaving;
    }
    waitsWhileLeft();
  }

  /** A last body waits: what it is the last of is left only when it has ended. */
  private void waitsWhileLeft() {
    for (var end : ends) {
      if (end instanceof Interruption e && e.left() != null) {
        throw e;
      }
    }
  }

  private void failed() {
    boolean left = Arrays.stream(ends).anyMatch(Leaving.class::isInstance);
    if (race.failed() < 0) {
      boolean ignored = failFast && Arrays.stream(ends).anyMatch(BlockFailed.class::isInstance);
      if (left || ignored) {
        throw new Leaving(null);
      }
      return;
    }
    var end = race.failed() < ends.length ? ends[race.failed()] : null;
    if (end instanceof BlockFailed failure) {
      courses.forEach(course -> effects.withdraw(course.open()));
      var redo = new ArrayList<>(failure.redo());
      redo.add(race.step());
      throw new BlockFailed(failure.failure(), redo);
    }
    if (end instanceof Leaving leaving) {
      throw leaving;
    }
    throw new BlockFailed(
        Failure.DIVERGED,
        "the journal says at " + race.step() + " that a branch failed which does not fail now");
  }

  private void suspended() {
    boolean any = false;
    Instant wakeAt = null;
    var stops = new ArrayList<Stop>();
    for (var end : ends) {
      if (end instanceof Interruption e
          && e.outcome() instanceof Outcome.Suspended(var wake, var more)) {
        stops.addAll(more);
        any = true;
        wakeAt = Budgets.earlier(wakeAt, wake);
      }
    }
    if (any) {
      throw new Interruption(new Outcome.Suspended(wakeAt, List.copyOf(stops)));
    }
  }
}
