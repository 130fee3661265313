package ai.scailabs.scaicore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.ProgramReader;
import ai.scailabs.scaicore.program.bundle.BundleReader;
import ai.scailabs.scaicore.scaiflow.compiler.FlowCompiler;
import ai.scailabs.scaicore.scaiflow.reading.RandomGraphs;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Random flow graphs, compiled, run to their end. */
class FlowGraphTests {

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void theProgramOfAGraphRunsToItsEndOrWaits(@ForAll long seed) {
    var compiled = FlowCompiler.compile(new RandomGraphs(seed, true).content());
    assertThat(compiled.manifest()).as("seed " + seed + compiled.diagnostics()).isNotNull();
    var source = BundleReader.read(FlowCompiler.ir(compiled));
    var engine = new CoreEngine("hash", ProgramReader.read(source).program());
    var world = new World();
    world.model = question -> "{\"answer\": \"fine\"}";

    var outcome = world.run(engine, Map.of("message", "hello"));
    for (int i = 0; i < 200 && outcome instanceof Outcome.Suspended && !world.open.isEmpty(); i++) {
      world.answer(world.open.keySet().iterator().next(), "approve", Map.of("note", "seen"));
      outcome = world.run(engine, Map.of("message", "hello"));
    }
    assertThat(outcome).as("seed " + seed + " " + outcome).isInstanceOf(Outcome.Completed.class);
  }
}
