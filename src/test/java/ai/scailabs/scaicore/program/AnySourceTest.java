package ai.scailabs.scaicore.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.bundle.BundleSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever the source holds, it is read and verified to an end. */
class AnySourceTest {

  private static final List<String> KEYS =
      List.of(
          "name",
          "flows",
          "body",
          "kind",
          "statements",
          "arms",
          "pattern",
          "when",
          "default",
          "branches",
          "catch",
          "finally",
          "on_failure",
          "goal",
          "type",
          "types",
          "params",
          "value",
          "target",
          "condition",
          "models",
          "role",
          "plugins",
          "alias",
          "triggers",
          "cron",
          "options",
          "present",
          "context",
          "identity",
          "instance",
          "memory",
          "config",
          "schema_version",
          "then",
          "on_response",
          "max_iterations",
          "input_bindings",
          "tools",
          "examples",
          "constraints");

  private static final List<Object> LEAVES =
      List.of(
          "rigid",
          "match",
          "flexible",
          "guarded",
          "checkpoint",
          "try",
          "foreach",
          "while",
          "parallel",
          "budget",
          "if",
          "assign",
          "return",
          "_",
          "",
          "a +",
          "{{",
          "x".repeat(300),
          1,
          -5L,
          1.5,
          Double.NaN,
          Double.MAX_VALUE,
          true,
          "array[",
          "retry(",
          "schedule",
          "\0");

  @Property(tries = 300)
  void aTreeOfFamiliarWordsInAnyOrderIsReadAndVerified(@ForAll long seed) {
    var source = map(new Random(seed), 7);
    var verified = Verifier.verify(source);
    assertThat(verified.findings()).isNotNull();
    assertThat(ProgramReader.read(ProgramWriter.write(verified.program())).program()).isNotNull();
    assertThat(BundleSummary.of(source)).isNotNull();
    assertThat(ProgramHash.of(source)).hasSize(64);
  }

  @Property(tries = 300)
  void aProgramWithSomePartsReplacedIsReadAndVerified(@ForAll long seed) {
    var random = new Random(seed);
    var source = new LinkedHashMap<String, @Nullable Object>();
    ProgramWriter.write(new RandomPrograms(seed).program())
        .forEach((key, part) -> source.put(key, broken(part, random)));
    assertThat(Verifier.verify(source)).isNotNull();
  }

  @Test
  void blocksNestedAsDeepAsTheyLikeAreReadToTheLimit() {
    for (var kind : List.of("while", "foreach", "try", "budget", "if")) {
      Map<String, Object> block = Map.of("kind", "debug");
      for (var i = 0; i < 20_000; i++) {
        block =
            kind.equals("if")
                ? Map.of("kind", "if", "condition", "true", "then", List.of(block))
                : Map.of(
                    "kind",
                    kind,
                    "condition",
                    "true",
                    "max_iterations",
                    1,
                    "variable",
                    "x",
                    "iterable",
                    "[]",
                    "body",
                    List.of(block));
      }
      var body = kind.equals("if") ? Map.of("kind", "rigid", "statements", List.of(block)) : block;
      var source = Map.of("flows", List.of(Map.of("name", "f", "body", List.of(body))));
      assertThat(Verifier.verify(source).findings())
          .singleElement()
          .satisfies(finding -> assertThat(finding.message()).startsWith("E413"));
    }
  }

  private static Map<String, @Nullable Object> map(Random random, int depth) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var i = random.nextInt(6); i >= 0; i--) {
      map.put(KEYS.get(random.nextInt(KEYS.size())), value(random, depth - 1));
    }
    return map;
  }

  private static @Nullable Object value(Random random, int depth) {
    if (depth <= 0 || random.nextInt(4) == 0) {
      return random.nextInt(8) == 0 ? null : LEAVES.get(random.nextInt(LEAVES.size()));
    }
    if (random.nextBoolean()) {
      return map(random, depth);
    }
    var list = new ArrayList<@Nullable Object>();
    for (var i = random.nextInt(4); i >= 0; i--) {
      list.add(value(random, depth - 1));
    }
    return list;
  }

  /** The same, with some of its parts replaced. */
  private static @Nullable Object broken(@Nullable Object value, Random random) {
    if (random.nextInt(40) == 0) {
      return value(random, 2);
    }
    return switch (value) {
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, member) -> copy.put(String.valueOf(key), broken(member, random)));
        yield copy;
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>();
        list.forEach(item -> copy.add(broken(item, random)));
        yield copy;
      }
      case null, default -> value;
    };
  }
}
