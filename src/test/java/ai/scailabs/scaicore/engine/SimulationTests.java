package ai.scailabs.scaicore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.expression.Expression;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Random programs, run once straight through, and once with the process killed, the Core halted and
 * answers coming in any order at any point: the same end, the same effects, none done again after
 * it was recorded (which {@link World} checks).
 */
class SimulationTests {

  private static final int MOST_RUNS = 2_000;

  @Property(tries = 400)
  void anInterruptedRunEndsAsAnUninterruptedOne(@ForAll long seed) {
    var engine = World.engine(Generated.of(new Random(seed)));
    var straight = new World();
    var end = toItsEnd(engine, straight, new Random(seed), false);
    var broken = new World();
    var sameEnd = toItsEnd(engine, broken, new Random(seed + 1), true);

    assertThat(sameEnd).isEqualTo(end);
    if (!withFailFast(straight) && !withFailFast(broken)) {
      assertThat(differences(effects(straight), effects(broken))).isEmpty();
      assertThat(broken.emissions).hasSameSizeAs(straight.emissions);
      assertThat(broken.remembered).isEqualTo(straight.remembered);
    }
    var replayed = broken.run(engine, Map.of("x", 1L, "y", 0L));
    assertThat(replayed).isEqualTo(end);
  }

  @Property(tries = 300)
  void aRunThatStopsAtBreakpointsAndStepsEndsAsOneThatDoesNot(@ForAll long seed) {
    var engine = World.engine(Generated.of(new Random(seed)));
    var straight = new World();
    var end = toItsEnd(engine, straight, new Random(seed), false);
    var debugged = new World();
    debugged.debugging = new Debugging(breakpoints(engine, new Random(seed + 2)), null, Set.of());
    var sameEnd = toItsEnd(engine, debugged, new Random(seed + 3), seed % 2 == 0);

    assertThat(sameEnd).isEqualTo(end);
    if (!withFailFast(straight) && !withFailFast(debugged)) {
      assertThat(differences(effects(straight), effects(debugged))).isEmpty();
      assertThat(debugged.emissions).hasSameSizeAs(straight.emissions);
      assertThat(debugged.remembered).isEqualTo(straight.remembered);
    }
    assertThat(debugged.run(engine, Map.of("x", 1L, "y", 0L))).isEqualTo(end);
  }

  private static List<Debugging.Breakpoint> breakpoints(CoreEngine engine, Random random) {
    var breakpoints = new ArrayList<Debugging.Breakpoint>();
    for (var block : new Outline(engine.program()).all()) {
      var condition =
          switch (random.nextInt(8)) {
            case 0 -> "true";
            case 1 -> "x > 2";
            case 2 -> "nothing.at.all";
            default -> null;
          };
      if (condition != null) {
        breakpoints.add(
            new Debugging.Breakpoint(
                "b" + breakpoints.size(), block.path(), null, Expression.of(condition)));
      }
    }
    return breakpoints;
  }

  private static void goOn(World world, List<Stop> stops, Random random) {
    assertThat(stops).allSatisfy(s -> assertThat(world.entries).doesNotContainKey(s.passed()));
    var modes = StepMode.values();
    var breakpoints = Objects.requireNonNull(world.debugging).breakpoints();
    world.step(modes[random.nextInt(modes.length)], breakpoints, stops);
  }

  @Test
  void theProgramsHaveEveryKindOfEffect() {
    var kinds = EnumSet.noneOf(EffectKind.class);
    for (long seed = 0; seed < 200; seed++) {
      var world = new World();
      toItsEnd(World.engine(Generated.of(new Random(seed))), world, new Random(seed), false);
      world.entries.values().stream()
          .filter(entry -> entry.failure() == null)
          .forEach(entry -> kinds.add(entry.kind()));
    }
    assertThat(EnumSet.complementOf(kinds)).containsExactly(EffectKind.BREAKPOINT);
  }

  /** Then how far the other branches came is a matter of time. */
  private static boolean withFailFast(World world) {
    return world.entries.keySet().stream().anyMatch(step -> step.endsWith("!failed"));
  }

  private static List<String> differences(Map<String, Object> a, Map<String, Object> b) {
    var steps = new TreeSet<>(a.keySet());
    steps.addAll(b.keySet());
    return steps.stream()
        .filter(step -> !Objects.equals(a.get(step), b.get(step)))
        .map(step -> step + ": " + a.get(step) + " and " + b.get(step))
        .toList();
  }

  private static Map<String, Object> effects(World world) {
    var effects = new TreeMap<String, Object>();
    world.entries.forEach(
        (step, entry) -> {
          // When a cut is made depends on where the runs began.
          if (entry.kind() != EffectKind.CUT && entry.kind() != EffectKind.BREAKPOINT) {
            effects.put(step, List.of(entry.kind(), String.valueOf(entry.value())));
          }
        });
    return effects;
  }

  private static Outcome toItsEnd(CoreEngine engine, World world, Random random, boolean faults) {
    world.plugin =
        call -> {
          if (call.method().equals("fail")) {
            throw new BlockFailed(Failure.PLUGIN, "refused");
          }
          return "work";
        };
    world.model = question -> "words " + question.turns().getLast().content().length();
    for (int run = 0; run < MOST_RUNS; run++) {
      world.fault = faults ? fault(random, run) : () -> {};
      try {
        var outcome = world.run(engine, Map.of("x", 1L, "y", 0L));
        world.fault = () -> {};
        switch (outcome) {
          case Outcome.Suspended(_, var stops) when !stops.isEmpty() -> goOn(world, stops, random);
          case Outcome.Suspended _ -> answerSome(world, random, faults);
          case Outcome.Held _ -> {}
          default -> {
            return outcome;
          }
        }
      } catch (World.Killed killed) {
        // Another process goes on from what was recorded.
      }
    }
    throw new AssertionError("no end after " + MOST_RUNS + " runs");
  }

  private static Runnable fault(Random random, int run) {
    int[] left = {random.nextInt(20 + 5 * run)};
    boolean kills = random.nextBoolean();
    return () -> {
      if (left[0]-- == 0) {
        if (kills) {
          throw new World.Killed();
        }
        throw new Interruption(new Outcome.Held());
      }
    };
  }

  private static void answerSome(World world, Random random, boolean faults) {
    var open = new ArrayList<>(new TreeSet<>(world.open.keySet()));
    for (var call : world.begun) {
      if (world.entries.containsKey(call.step())
          && !world.entries.containsKey(call.step() + CoreCalls.RESULT)) {
        open.add(call.step());
      }
    }
    open.addAll(new TreeSet<>(world.expecting.keySet()));
    assertThat(open).as("a suspended execution waits for something").isNotEmpty();
    var answered = faults ? List.of(open.get(random.nextInt(open.size()))) : open;
    for (var step : answered) {
      if (world.open.containsKey(step)) {
        world.answer(step, "yes", Map.of());
      } else if (world.expecting.containsKey(step)) {
        world.message("in", 4L);
        world.deliver("in", step);
      } else {
        world.returned(step, 4L, null);
      }
    }
  }
}
