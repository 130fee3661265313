package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.program;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of the language is run. */
class CoverageTests {

  private static final String QUEUE =
      "{'kind': 'rigid', 'statements': [{'kind': 'if', 'condition': 'true', 'then': [{'kind':"
          + " 'queue_publish', 'queue': 'q'}]}]}";

  private static List<String> gaps(String... blocks) {
    return Coverage.gaps(World.engine(program("", blocks)).program()).stream()
        .map(Finding::message)
        .toList();
  }

  @Test
  void queuesAreAGapWhereverTheyStand() {
    for (var around :
        new String[] {
          "{'kind': 'parallel', 'branches': [{'name': 'a', 'body': [%s]}]}",
          "{'kind': 'budget', 'max_tokens': 1, 'body': [], 'on_exceeded': [%s]}",
          "{'kind': 'guarded', 'goal': 'g', 'on_validation_failure': [%s]}",
          "{'kind': 'try', 'body': [], 'finally': [%s]}"
        }) {
      assertThat(gaps(around.formatted(QUEUE)))
          .containsExactly("the statement queue_publish is not run by this version of the service");
    }
    assertThat(
            gaps("{'kind': 'checkpoint', 'checkpoint_type': 't', 'hitl_target': {'queue': 'q'}}"))
        .containsExactly("hitl_target is not run by this version of the service");
  }

  @Test
  void allElseIsRun() {
    assertThat(
            gaps(
                "{'kind': 'core_call', 'target': 'core://t/c'}",
                "{'kind': 'await_responses', 'handles': 'h'}",
                "{'kind': 'model_call', 'modality': 'tts'}",
                "{'kind': 'flexible', 'goal': 'g', 'budget': {'max_tokens': 1}}",
                "{'kind': 'debug', 'message': 'm', 'breakpoint': true}",
                "{'kind': 'rigid', 'statements': [{'kind': 'http', 'method': 'GET', 'url': 'u'}]}"))
        .isEmpty();
  }
}
