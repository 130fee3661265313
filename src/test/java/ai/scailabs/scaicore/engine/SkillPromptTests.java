package ai.scailabs.scaicore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the skills of a program do to what is asked of models and of people. */
class SkillPromptTests {

  private static final String PROGRAM =
      """
      {"schema_version": "0.2", "identity": {"name": "Ada", "persona": "You count."},
       "models": [{"role": "primary", "provider": "p", "model": "m"}],
       %s
       "flows": [{"name": "main", "body": [
         {"kind": "flexible", "goal": "Count", "identity_ref": false, "result_binding": "n"},
         {"kind": "checkpoint", "prompt": "Good?", %s "options": ["yes"]}]}]}
      """;

  private final World world = new World();

  private static String program(String facts, String context) {
    var skills =
        """
        "resolved_skills": [{"slug": "tone", "version": "2", "preamble": "Be brief."},
                            {"slug": "facts", "version": "1", "preamble": "%s"}],
        """
            .formatted(facts);
    return PROGRAM.formatted(skills, context);
  }

  @Test
  void preamblesPrecedeTheSystemPromptInTheirOrder() {
    world.run(program("Only facts.", ""), "{}");

    assertThat(world.asked.getFirst().system()).startsWith("Be brief.\n\nOnly facts.");
  }

  @Test
  void withoutSkillsThePromptIsAsItWas() {
    world.run(PROGRAM.formatted("", ""), "{}");

    assertThat(world.asked.getFirst().system()).isEmpty();
    assertThat(world.raised.getFirst().context()).isNull();
  }

  @Test
  void aPersonIsToldWhatSkillsTheProgramHas() {
    world.run(program("x", "\"context\": {\"n\": \"n\"},"), "{}");

    var told =
        List.of(Map.of("slug", "tone", "version", "2"), Map.of("slug", "facts", "version", "1"));
    assertThat(world.raised.getFirst().context())
        .isEqualTo(Map.of("n", "42", "resolved_skills", told));
    var bare = new World();
    bare.run(program("x", ""), "{}");
    assertThat(bare.raised.getFirst().context()).isEqualTo(Map.of("resolved_skills", told));
    var list = new World();
    list.run(program("x", "\"context\": [\"n\"],"), "{}");
    assertThat(list.raised.getFirst().context()).isEqualTo(List.of("42"));
  }

  @Test
  void aReplayWithAnotherPreambleIsSeenToDiverge() {
    world.run(program("Only facts.", ""), "{}");
    world.answer("yes");

    assertThat(world.run(program("Only facts.", ""), "{}")).isInstanceOf(Outcome.Completed.class);
    assertThat(world.run(program("Other facts.", ""), "{}"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo("REPLAY_DIVERGED"));
  }
}
