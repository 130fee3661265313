package ai.scailabs.scaicore.scaiflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.scaiflow.graph.Severity;
import ai.scailabs.scaicore.web.FlowError;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How much a deploy takes, and how much it tells. */
class DeployRequestTests {

  @Test
  void eachGroupCountsOnceAndThereAreAtMostAHundred() {
    var same = new DeployRequest(null, Collections.nCopies(5_000, "mg_1"));
    same.check();
    assertThat(same.groupsOr(List.of())).containsExactly("mg_1");
    assertThat(new DeployRequest(null, Arrays.asList("a", null, "b", "a")).groupsOr(List.of("c")))
        .containsExactly("a", "b");
    assertThat(DeployRequest.NOTHING_SAID.groupsOr(List.of("c"))).containsExactly("c");
    var many =
        new DeployRequest(
            null, IntStream.range(0, 101).<@Nullable String>mapToObj(i -> "mg_" + i).toList());
    assertThatThrownBy(many::check)
        .isInstanceOf(ValidationFailed.class)
        .hasMessageContaining("group_ids");
  }

  @Test
  void ofManyFindingsTheFirstHundredAreTold() {
    var findings =
        IntStream.range(0, 1_001)
            .mapToObj(i -> new Diagnostic(Severity.ERROR, "wrong " + i, null, null, null))
            .toList();
    var told = FlowError.of(DeployFailed.compile(findings)).detail();
    assertThat(told.members()).containsEntry("diagnostics", findings.subList(0, 100));
    assertThat(told.message())
        .startsWith(
            "The flow does not compile (1,001 findings, of which the first 100 are listed): wrong"
                + " 0");
    assertThat(FlowError.of(DeployFailed.compile(findings.subList(0, 1))).detail().message())
        .isEqualTo("The flow does not compile: wrong 0");
  }
}
