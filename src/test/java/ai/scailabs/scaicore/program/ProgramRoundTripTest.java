package ai.scailabs.scaicore.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.bundle.BundleReader;
import ai.scailabs.scaicore.program.bundle.BundleWriter;
import java.util.Arrays;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramRoundTripTest {

  @Property(tries = 300)
  void aProgramWrittenToMessagePackReadsBackEqual(@ForAll long seed) {
    var program = new RandomPrograms(seed).program();
    var source = BundleReader.read(BundleWriter.write(ProgramWriter.write(program)));
    var result = ProgramReader.read(source);
    assertThat(result.findings()).isEmpty();
    assertThat(result.program()).isEqualTo(program);
  }

  @ParameterizedTest
  @ValueSource(strings = {"approval-agent", "greeter", "support-desk"})
  void aSampleReadsBackEqual(String name) {
    var program = ProgramReader.read(Samples.source(name + ".ir.json")).program();
    assertThat(ProgramReader.read(ProgramWriter.write(program)).program()).isEqualTo(program);
  }

  @Test
  void theRandomProgramsHaveEveryKindOfBlock() {
    var kinds = new TreeSet<BlockKind>();
    for (var seed = 0; seed < 300; seed++) {
      new RandomPrograms(seed)
          .program()
          .flows()
          .forEach(flow -> flow.body().forEach(block -> kinds.add(block.kind())));
    }
    assertThat(kinds)
        .containsAll(
            Arrays.stream(BlockKind.values()).filter(k -> k != BlockKind.UNKNOWN).toList());
  }
}
