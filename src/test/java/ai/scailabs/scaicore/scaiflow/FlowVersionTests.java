package ai.scailabs.scaicore.scaiflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.scaiflow.FlowVersion.Parts;
import org.junit.jupiter.api.Test;

/** Which version a flow begins with, and which it comes to. */
class FlowVersionTests {

  @Test
  void aFlowBeginsWithTheVersionOfItsGraphWhereThatIsOne() {
    assertThat(Parts.of("2.3.999999")).isEqualTo(new Parts(2, 3, 999_999));
    assertThat(Parts.of("2.3.1000000")).isEqualTo(new Parts(1, 0, 0));
    assertThat(Parts.of("next")).isEqualTo(new Parts(1, 0, 0));
  }

  @Test
  void aFlowMayGoBeyondWhatAGraphMayBeginWith() {
    assertThat(Parts.ofFlow("2.3.1000000")).isEqualTo(new Parts(2, 3, 1_000_000));
    assertThat(Parts.ofFlow("2.3.999999999").text()).isEqualTo("2.3.999999999");
  }
}
