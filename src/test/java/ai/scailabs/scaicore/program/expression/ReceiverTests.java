package ai.scailabs.scaicore.program.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How an object with methods of its own, such as a memory cell, takes part. */
class ReceiverTests {

  /** A memory cell that writes down what it is asked. */
  private static final class Cell implements Receiver {

    private final List<String> asked = new ArrayList<>();
    private final @Nullable Object content;

    Cell(@Nullable Object content) {
      this.content = content;
    }

    @Override
    public @Nullable Object member(String name) {
      asked.add("." + name);
      return content instanceof Map<?, ?> map ? map.get(name) : null;
    }

    @Override
    public @Nullable Object call(
        String method, List<@Nullable Object> args, Map<String, @Nullable Object> named) {
      asked.add(method + args + named);
      return content;
    }

    @Override
    public boolean has(String method) {
      return List.of("get", "add", "last").contains(method);
    }

    @Override
    public @Nullable Object value() {
      return content;
    }
  }

  private static @Nullable Object evaluate(String expression, Cell cell) {
    return Scopes.evaluate(
        expression,
        Map.of("memory", Map.of("x", cell), "config", Map.of("token", new SecretHandle("token"))));
  }

  @Test
  void itsOwnMethodsAreCalledWithPlainArguments() {
    var cell = new Cell(7);

    assertThat(evaluate("memory.x.get()", cell)).isEqualTo(7L);
    assertThat(evaluate("memory.x.add({a: 1 + 1}, key = 'k')", cell)).isEqualTo(7L);
    assertThat(cell.asked).containsExactly("get[]{}", "add[{a=2}]{key=k}");
  }

  @Test
  void itStandsForItsValueWhereOneIsNeeded() {
    assertThat(evaluate("memory.x + 1", new Cell(7))).isEqualTo(8L);
    assertThat(evaluate("\"${memory.x}\"", new Cell(7))).isEqualTo("7");
    assertThat(evaluate("memory.x", new Cell(7))).isEqualTo(7L);
    assertThat(evaluate("[memory.x, {a: memory.x}]", new Cell(7)))
        .isEqualTo(List.of(7L, Map.of("a", 7L)));
    assertThat(evaluate("memory.x ?? 3", new Cell(null))).isEqualTo(3L);
    assertThat(evaluate("memory.x == 7 ? 'y' : 'n'", new Cell(7))).isEqualTo("y");
  }

  @Test
  void theLibraryWorksOnItsValue() {
    assertThat(evaluate("memory.x.filter(n => n > 1)", new Cell(List.of(1, 2))))
        .isEqualTo(List.of(2L));
    assertThat(evaluate("memory.x.sum()", new Cell(List.of(1, 2)))).isEqualTo(3L);
    assertThat(evaluate("memory.x[1]", new Cell(List.of(1, 2)))).isEqualTo(2L);
    assertThat(evaluate("memory.x.name", new Cell(Map.of("name", "Ada")))).isEqualTo("Ada");
  }

  @Test
  void itsMissingValueIsNamed() {
    var failed =
        catchThrowableOfType(
            EvaluationFailed.class, () -> evaluate("memory.x.sum()", new Cell(null)));

    assertThat(failed.code()).isEqualTo("NULL_REFERENCE");
    assertThat(failed).hasMessageStartingWith("memory.x is null");
  }

  @Test
  void noSecretAndNoFunctionReachesIt() {
    var cell = new Cell(List.of());

    assertThat(
            catchThrowableOfType(
                EvaluationFailed.class, () -> evaluate("memory.x.add(config.token)", cell)))
        .hasMessageContaining("secret");
    assertThat(
            catchThrowableOfType(
                EvaluationFailed.class, () -> evaluate("memory.x.add(n => n)", cell)))
        .hasMessageContaining("no member add");
    assertThat(cell.asked).isEmpty();
  }
}
