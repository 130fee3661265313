package ai.scailabs.scaicore.scaiflow.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.scaiflow.compiler.Drawing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and writing of graphs. */
class GraphReaderTests {

  private static FlowGraph graph(Map<String, @Nullable Object> content) {
    return Objects.requireNonNull(GraphReader.read(content).graph());
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo-agent", "expense-approver", "three-errors"})
  void whatWasReadIsWrittenAsItWas(String name) {
    var content = Drawing.sample(name);
    var read = GraphReader.read(content);

    assertThat(read.diagnostics()).isEmpty();
    assertThat(graph(GraphWriter.write(graph(content)))).isEqualTo(graph(content));
    assertThat(String.valueOf(GraphWriter.write(graph(content)))).isEqualTo(content.toString());
  }

  @Test
  void whatIsUnknownIsKept() {
    var content =
        Drawing.json(
            """
            {"nodes": [{"id": "a", "type": "t", "color": "red", "position": {"x": 1.5, "y": 2, "z": 3},
              "inputs": [{"id": "p", "max": 1}]}],
             "edges": [{"id": "e", "type": "data", "source": {"node": "a", "side": "left"},
              "target": {"node": "a"}, "style": {"dash": [1, 2]}}],
             "zoom": 1.25}
            """);

    assertThat(GraphWriter.write(graph(content)).toString())
        .contains("color=red", "z=3", "max=1", "side=left", "dash=[1, 2]", "zoom=1.25", "x=1.5");
    assertThat(graph(GraphWriter.write(graph(content)))).isEqualTo(graph(content));
  }

  @Test
  void theConfigurationIsSeenByItsNames() {
    var config = graph(Drawing.sample("expense-approver")).config();

    assertThat(config.coreName()).isEqualTo("Expense Approver");
    assertThat(config.models()).extracting(FlowConfig.Model::role).containsExactly("primary");
    assertThat(Objects.requireNonNull(config.scaiqueue()).scope()).isEqualTo("finance-approvals");
    assertThat(Objects.requireNonNull(config.scaiqueue()).queues())
        .extracting(FlowConfig.Queue::slug)
        .containsExactly("expense-review", "expense-done");
    assertThat(config.publishAsModel()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | nodes is required: a list of nodes",
        "{\"nodes\": {}} | nodes must be a list, got a map",
        "{\"nodes\": [1]} | nodes[0] must be a map, got a number",
        "{\"nodes\": [{}]} | nodes[0].id is required",
        "{\"nodes\": [{\"id\": 5, \"type\": \"t\"}]} | nodes[0].id must be a text, got a number",
        "{\"nodes\": [{\"id\": \"a\", \"type\": \"t\", \"config\": []}]} | nodes[0].config must be"
            + " a map, got a list",
        "{\"nodes\": [{\"id\": \"a\", \"type\": \"t\", \"inputs\": \"in\"}]} | nodes[0].inputs must"
            + " be a list, got a text",
        "{\"nodes\": [{\"id\": \"a\", \"type\": \"t\", \"position\": {\"x\": \"left\"}}]} |"
            + " nodes[0].position.x must be a number, got a text",
        "{\"nodes\": [], \"edges\": [{\"id\": \"e\", \"type\": \"magic\"}]} | edges[0].type must be"
            + " one of sequential, conditional, data, got \"magic\"",
        "{\"nodes\": [], \"edges\": [{\"id\": \"e\"}]} | edges[0].source is required: {node, port}",
        "{\"nodes\": [], \"variables\": [{}]} | variables[0].name is required",
        "{\"nodes\": [], \"config\": \"x\"} | config must be a map, got a text",
        "{\"nodes\": [{\"id\": \"a\\u0000b\", \"type\": \"t\"}]} | nodes[0].id holds U+0000 or half"
            + " a surrogate pair, which cannot be stored; take it out",
      })
  void aWrongShapeIsToldAndReadingGoesOn(String content, String message) {
    var read = GraphReader.read(Drawing.json(content));

    assertThat(read.graph()).isNotNull();
    assertThat(read.diagnostics()).extracting(Diagnostic::message).contains(message);
  }

  @Test
  void valuesThatNoManifestHoldsAreRefused() {
    var deep = new HashMap<String, @Nullable Object>();
    var at = deep;
    for (int i = 0; i < 100; i++) {
      var next = new HashMap<String, @Nullable Object>();
      at.put("k", next);
      at = next;
    }
    var content = new LinkedHashMap<String, @Nullable Object>();
    content.put("nodes", List.of());
    content.put("metadata", deep);
    content.put("big", new BigDecimal("1e999"));
    content.put("half", "\uD83D");
    content.put("k".repeat(600), 1);

    assertThat(GraphReader.read(content).diagnostics())
        .extracting(Diagnostic::message)
        .anyMatch(message -> message.endsWith("is nested deeper than 48 levels"))
        .contains(
            "big is no number that a program can have; put it in quotes",
            "half holds U+0000 or half a surrogate pair, which cannot be stored; take it out",
            "has a key longer than 500 characters");
  }

  @Test
  void noContentMakesItThrow() {
    var random = new Random(6);
    for (int i = 0; i < 2_000; i++) {
      var content = new LinkedHashMap<String, @Nullable Object>();
      for (var key :
          List.of(
              "id", "name", "version", "nodes", "edges", "variables", "config", "tests", "other")) {
        if (random.nextInt(4) > 0) {
          content.put(key, value(random, 0));
        }
      }
      var graph = GraphReader.read(content).graph();
      if (graph != null) {
        assertThat(graph(GraphWriter.write(graph))).isEqualTo(graph);
      }
    }
  }

  private static @Nullable Object value(Random random, int depth) {
    var keys =
        List.of("id", "type", "source", "target", "node", "port", "inputs", "config", "position");
    return switch (random.nextInt(depth > 5 ? 5 : 9)) {
      case 0 -> null;
      case 1 -> random.nextInt(100);
      case 2 -> random.nextBoolean();
      case 3 ->
          List.of("a", "b", "entry_api", "data", "", "\0", "é\uD83D\uDE00").get(random.nextInt(7));
      case 4 -> random.nextDouble();
      case 5, 6 -> {
        var list = new ArrayList<@Nullable Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth + 1));
        }
        yield list;
      }
      default -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = random.nextInt(6); i > 0; i--) {
          map.put(keys.get(random.nextInt(keys.size())), value(random, depth + 1));
        }
        yield map;
      }
    };
  }
}
