package ai.scailabs.scaicore.program.manifest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of YAML is taken, and what is refused. */
class YamlReaderTest {

  private static YamlNode read(String yaml) {
    return YamlReader.read(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<?, ?> map(String yaml) {
    return (Map<?, ?>) requireNonNull(read(yaml).plain());
  }

  @Test
  void scalarsAreThoseOfTheCoreSchema() {
    var map =
        map(
            """
            none: ~
            empty:
            truth: true
            word: yes
            count: 42
            octal: 0o17
            hexadecimal: 0xFF
            leading: 007
            huge: 123456789012345678901234567890
            ratio: 1.50
            date: 2026-11-02
            time: 2026-11-02T10:00:00Z
            sexagesimal: 12:30:45
            quoted: "42"
            block: |
              two
              lines
            """);

    assertThat(map.get("none")).isNull();
    assertThat(map.get("empty")).isNull();
    assertThat(map.get("truth")).isEqualTo(true);
    assertThat(map.get("word")).isEqualTo("yes");
    assertThat(map.get("count")).isEqualTo(42L);
    assertThat(map.get("octal")).isEqualTo(15L);
    assertThat(map.get("hexadecimal")).isEqualTo(255L);
    assertThat(map.get("leading")).isEqualTo(7L);
    assertThat(map.get("huge")).hasToString("123456789012345678901234567890");
    assertThat(map.get("ratio")).isEqualTo(1.5);
    assertThat(map.get("date")).isEqualTo("2026-11-02");
    assertThat(map.get("time")).isEqualTo("2026-11-02T10:00:00Z");
    assertThat(map.get("sexagesimal")).isEqualTo("12:30:45");
    assertThat(map.get("quoted")).isEqualTo("42");
    assertThat(map.get("block")).isEqualTo("two\nlines\n");
  }

  @Test
  void aCharacterOfTwoHalvesIsReadWhereverItStands() {
    for (int before = 1_000; before < 1_050; before++) {
      var text = "x".repeat(before) + "\ud83d\ude00".repeat(1_100);

      assertThat(map("k: " + text + "\nl: 1").get("k")).isEqualTo(text);
    }
  }

  @Test
  void keysKeepTheirOrderAndAreTexts() {
    assertThat(((YamlNode.Mapping) read("{b: 1, a: 2, 3: 4, true: 5}")).members().keySet())
        .containsExactly("b", "a", "3", "true");
  }

  @Test
  void anAliasStandsForWhatItNames() {
    assertThat(read("a: &x {k: [1]}\nb: *x\n").plain())
        .isEqualTo(Map.of("a", Map.of("k", List.of(1L)), "b", Map.of("k", List.of(1L))));
  }

  @ParameterizedTest(name = "{0} is refused at {1}:{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [1, 2|1|9|expected",
        "a: 1\\na: 2|2|1|twice",
        "a: b: c|1|5|",
        "a: !!python/object:os.system x|1|4|tag",
        "a: !custom {}|1|4|tag",
        "a: !!str 5|1|4|tag",
        "a: *nobody|1|4|stands for nothing",
        "a: &x [*x]|1|8|stands for nothing",
        "? [1]\\n: 2|1|3|key",
        "<<: {a: 1}|1|1|YAML 1.2",
        "a: .inf|1|4|no number",
        "a: -.INF|1|4|no number",
        "a: .nan|1|4|no number",
        "a: 1e999|1|4|no number",
        "a: 1\\n---\\nb: 2|2|1|second",
        "a: \"\\0\"|1|4|U+0000",
        "\\t- a|1|1|",
        "''|1|1|empty",
        "'# only a comment'|1|1|empty",
      })
  void whatIsNotTakenIsRefusedWithItsPlace(String text, int line, int column, String reason) {
    var yaml = text.replace("\\n", "\n").replace("\\t", "\t");
    var invalid = catchThrowableOfType(ManifestInvalid.class, () -> read(yaml));

    assertThat(invalid).isNotNull();
    assertThat(invalid.getMessage()).contains(reason == null ? "" : reason);
    assertThat(List.of(invalid.line(), invalid.column())).isEqualTo(List.of(line, column));
  }

  @Test
  void bytesThatAreNoUtf8AreRefusedWhereTheyStand() {
    var bytes = "a: b\nc: x".getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 1] = (byte) 0xFF;

    var invalid = catchThrowableOfType(ManifestInvalid.class, () -> YamlReader.read(bytes));

    assertThat(invalid).hasMessageContaining("UTF-8");
    assertThat(invalid.line()).isEqualTo(2);
    assertThat(map("\uFEFFa: 1").get("a")).isEqualTo(1L);
    assertThatThrownBy(() -> read("a: \u0007")).isInstanceOf(ManifestInvalid.class);
  }

  @Test
  void aliasesThatMultiplyAreRefused() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i))
          .append(String.join(", ", java.util.Collections.nCopies(10, "*a" + (i - 1))))
          .append("]\n");
    }

    assertThatThrownBy(() -> read(bomb.toString()))
        .isInstanceOf(ManifestInvalid.class)
        .hasMessageContaining("aliases stand for too much");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\UFFFFFFFF\"",
        "\"\\U7FFFFFFF\"",
        "\"\\U00110000\"",
        "\"\\x",
        "\"\\u12",
        "\"\\U",
        "\"\\xZZ\""
      })
  void anEscapeThatIsNoCharacterIsRefused(String escape) {
    for (var yaml : List.of("a: " + escape, "a: b\n" + escape, escape)) {
      assertThatThrownBy(() -> read(yaml)).as(yaml).isInstanceOf(ManifestInvalid.class);
    }
  }

  @Test
  void anAliasIsAsDeepAsWhatItStandsFor() {
    var nested = new StringBuilder("- &a0 [x]\n");
    for (int i = 1; i < 98; i++) {
      nested.append("- &a%d [*a%d]\n".formatted(i, i - 1));
    }

    assertThat(read(nested.toString()).extent().height()).isEqualTo(99);
    assertThatThrownBy(() -> read(nested + "- &b [*a97]\n- &c [*b]\n"))
        .isInstanceOf(ManifestInvalid.class)
        .hasMessageContaining("line 100")
        .hasMessageContaining("deeper than 100");
  }

  @Test
  void whatAliasesStandForIsCountedInNodesToo() {
    var ones = "[&x [" + "1, ".repeat(198) + "1]" + ", *x".repeat(100);

    assertThat(read(ones + "]").extent().nodes()).isEqualTo(1 + 101 * 200);
    assertThatThrownBy(() -> read(ones + ", *x]"))
        .isInstanceOf(ManifestInvalid.class)
        .hasMessageContaining("aliases stand for too much");
  }

  @Test
  void aKeyHasUpToFiveHundredCharacters() {
    assertThat(map("k".repeat(500) + ": 1")).hasSize(1);
    assertThatThrownBy(() -> read("k".repeat(501) + ": 1"))
        .isInstanceOf(ManifestInvalid.class)
        .hasMessageContaining("500 characters");
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        Arguments.of("[", ""),
        Arguments.of("{", ""),
        Arguments.of("- ", ""),
        Arguments.of("? ", ""),
        Arguments.of("[{a: ", ""),
        Arguments.of("&a ", ""),
        Arguments.of("*a ", ""),
        Arguments.of("!a ", ""),
        Arguments.of("'", ""),
        Arguments.of("\"\\", ""),
        Arguments.of("#", ""),
        Arguments.of("%", ""),
        Arguments.of("a: ", ""),
        Arguments.of("a\n", ""),
        Arguments.of("a ", ""),
        Arguments.of("\n", ""),
        Arguments.of("---\n", ""),
        Arguments.of("- a\n", ""),
        Arguments.of("[],", "["),
        Arguments.of("a,", "["),
        Arguments.of("a: 1,", "{"),
        Arguments.of("\n ", "|"),
        Arguments.of("\nx", ">"),
        Arguments.of("9", ""),
        Arguments.of("9", "1e"),
        Arguments.of("  ", "a:\n"),
        Arguments.of("*x, ", "[&x 1, "));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void oneMegabyteOfAnythingIsReadOrRefusedSoon(String part, String start) {
    var text = new StringBuilder(start);
    while (text.length() + part.length() < ManifestReader.MAX_BYTES) {
      text.append(part);
    }

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          try {
            read(text.toString()).plain();
          } catch (ManifestInvalid refused) {
            assertThat(refused.line()).isPositive();
          }
        });
  }

  @Test
  void indentationAsDeepAsItGoesIsRefused() {
    var text = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      text.append(" ".repeat(i)).append("a:\n");
    }
    assertThatThrownBy(() -> read(text.toString()))
        .isInstanceOf(ManifestInvalid.class)
        .hasMessageContaining("deeper");
  }
}
