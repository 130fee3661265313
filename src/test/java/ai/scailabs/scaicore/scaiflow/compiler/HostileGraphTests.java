package ai.scailabs.scaicore.scaiflow.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.VerifyOptions;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostics;
import ai.scailabs.scaicore.scaiflow.graph.GraphReader;
import ai.scailabs.scaicore.scaiflow.graph.GraphWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Graphs that are meant to cost time or memory cost little of either. */
@Timeout(60)
class HostileGraphTests {

  private static Map<String, @Nullable Object> chain(int length, boolean closed) {
    var nodes = new ArrayList<Object>();
    var edges = new ArrayList<Object>();
    nodes.add(Map.of("id", "in", "type", "entry_api", "config", Map.of("path", "/")));
    for (int i = 0; i < length; i++) {
      nodes.add(
          Map.of("id", "n" + i, "type", "llm_rigid", "config", Map.of("template", "step " + i)));
      edges.add(edge(i, i == 0 ? "in" : "n" + (i - 1), "n" + i));
    }
    if (closed) {
      edges.add(edge(length, "n" + (length - 1), "n0"));
    }
    return Map.of("name", "main", "nodes", nodes, "edges", edges);
  }

  private static Object edge(int id, String from, String to) {
    return Map.of("id", "e" + id, "source", Map.of("node", from), "target", Map.of("node", to));
  }

  @Test
  void aThousandNodesCompile() {
    var compiled = FlowCompiler.compile(chain(1_000, false));

    assertThat(Drawing.errors(compiled)).isEmpty();
    assertThat(compiled.succeeded()).isTrue();
  }

  @Test
  void tooManyNodesAreRefusedAndSaidSo() {
    assertThat(Drawing.errors(FlowCompiler.compile(chain(100_000, true))))
        .containsExactly(
            "the graph has 100,001 nodes; at most 5,000 are compiled: move parts of it into"
                + " subflows",
            "the graph has 100,001 edges; at most 10,000 are compiled: move parts of it into"
                + " subflows");
    assertThat(Drawing.errors(FlowCompiler.compile(chain(300_000, true))))
        .contains("nodes has 300,001 items; at most 200,000 are read");
  }

  @Test
  void aManifestThatNobodyWouldTakeIsNotMade() {
    var nodes = new ArrayList<Object>();
    nodes.add(Map.of("id", "in", "type", "entry_api"));
    nodes.add(
        Map.of("id", "a", "type", "llm_rigid", "config", Map.of("template", "x".repeat(900_000))));

    assertThat(
            Drawing.errors(
                FlowCompiler.compile(Map.of("nodes", nodes, "edges", List.of(edge(1, "in", "a"))))))
        .singleElement()
        .asString()
        .startsWith("the manifest comes to 1,80")
        .contains("at most 1,048,576 are taken");
  }

  @Test
  void aLongCycleIsFoundWithoutAStack() {
    assertThat(Drawing.errors(FlowCompiler.compile(chain(4_900, true))))
        .singleElement()
        .asString()
        .startsWith("cycle detected: n0 -> n1 ->");
  }

  @Test
  void cyclesEverywhereAreToldUpToABound() {
    var nodes = new ArrayList<Object>();
    var edges = new ArrayList<Object>();
    nodes.add(Map.of("id", "in", "type", "entry_api"));
    for (int i = 0; i < 90; i++) {
      nodes.add(Map.of("id", "n" + i, "type", "llm_rigid", "config", Map.of("template", "t")));
      for (int k = 0; k < 90; k++) {
        edges.add(edge(i * 90 + k, "n" + i, "n" + k));
      }
    }
    var compiled = FlowCompiler.compile(Map.of("nodes", nodes, "edges", edges));

    assertThat(compiled.diagnostics()).hasSize(Diagnostics.MAX + 1);
    assertThat(compiled.succeeded()).isFalse();
  }

  /** As many ways as there are numbers: 2 to the 40th. */
  @Test
  void waysThatMultiplyAreNotCounted() {
    var drawing = Drawing.begun();
    for (int i = 0; i < 40; i++) {
      drawing.node("d" + i, "logic_decision", "{}").set("a" + i, "b" + i);
    }
    drawing.set("z").edges("in", "d0");
    for (int i = 0; i < 40; i++) {
      var next = i == 39 ? "z" : "d" + (i + 1);
      drawing.when("d" + i + ":x", "input.a", "a" + i).when("d" + i + ":y", "else", "b" + i);
      drawing.edges("a" + i, next).edges("b" + i, next);
    }

    assertThat(drawing.errors()).isEmpty();
    assertThat(drawing.manifest().split("node_id: z\n", -1)).hasSize(2);
  }

  @Test
  void waysThatCrossAgainAndAgainAreRefusedInTime() {
    var drawing = Drawing.begun();
    drawing.node("a0", "logic_decision", "{}").node("b0", "logic_decision", "{}");
    drawing.node("s", "logic_decision", "{}").edges("in", "s");
    drawing.when("s:x", "input.a", "a0").when("s:y", "else", "b0");
    for (int i = 1; i < 200; i++) {
      drawing.node("a" + i, "logic_decision", "{}").node("b" + i, "logic_decision", "{}");
      for (var from : List.of("a", "b")) {
        drawing.when(from + (i - 1) + ":x", "input.a", "a" + i);
        drawing.when(from + (i - 1) + ":y", "else", "b" + i);
      }
    }
    drawing.set("y", "z");
    drawing.when("a199:x", "input.a", "y").when("b199:x", "input.a", "z");

    assertThat(drawing.errors())
        .isNotEmpty()
        .allMatch(
            message ->
                message.contains("cannot be structured") || message.contains("nested deeper"));
  }

  @Test
  void decisionsInDecisionsAreNestedSoDeepAndNoDeeper() {
    assertThat(nested(15).errors()).isEmpty();
    assertThat(nested(20).errors())
        .containsExactly(
            "node 'a15' is nested deeper than 15 decisions, loops and branches; move a part into a"
                + " subflow");
  }

  private static Drawing nested(int depth) {
    var drawing = Drawing.begun().edges();
    for (int i = 0; i < depth; i++) {
      drawing.node("d" + i, "logic_decision", "{}").set("a" + i);
    }
    drawing.edges("in", "d0");
    for (int i = 0; i < depth; i++) {
      drawing.when("d" + i + ":x", "input.a", "a" + i);
      if (i + 1 < depth) {
        drawing.when("d" + i + ":y", "input.b", "d" + (i + 1));
      }
    }
    return drawing;
  }

  @Test
  void loopsInLoopsAndForksInForksEnd() {
    var drawing = Drawing.begun();
    for (int i = 0; i < 60; i++) {
      drawing.node("l" + i, "logic_loop", "{\"items\": \"[1]\"}");
    }
    drawing.set("z").edges("in", "l0");
    for (int i = 0; i + 1 < 60; i++) {
      drawing.edges("l" + i + ":body", "l" + (i + 1), "l" + i);
    }
    drawing.edges("l59:body", "z");
    assertThat(drawing.errors()).anyMatch(message -> message.contains("nested deeper"));

    var forks = Drawing.begun();
    for (int i = 0; i < 400; i++) {
      forks.set("a" + i, "b" + i);
    }
    forks.edges("in", "a0");
    for (int i = 0; i + 1 < 400; i++) {
      forks.edges("a" + i, "a" + (i + 1)).edges("a" + i, "b" + i);
    }
    assertThat(forks.errors()).anyMatch(message -> message.contains("nested deeper"));
  }

  @Test
  void oddIdsAndTextsComeBackFromTheManifest() {
    for (var odd :
        List.of(
            "a b",
            "a: b",
            "- x",
            "# no",
            "'",
            "\"",
            "\\",
            "yes",
            "null",
            "1.0",
            "{x}",
            "[1]",
            "*a",
            "&a",
            "!t",
            "%",
            "@",
            "`",
            "é😀",
            "a\nb",
            " lead",
            "tail ",
            "\t",
            "a\u0085b",
            "\u2028",
            "<<",
            "0x10",
            "~",
            "?",
            ":",
            "|",
            ">",
            "a #b",
            "x".repeat(3_000),
            "\u007F",
            "\uFEFFx")) {
      var drawing = Drawing.begun().config("{}");
      drawing.node("x", "llm_rigid", "{}").edges("in", "x");
      var node = nodes(drawing).get(1);
      node.put("label", odd);
      node.put(
          "config",
          Map.of(
              "template",
              odd.isBlank() ? "t" + odd : odd,
              "k" + odd.substring(0, Math.min(400, odd.length())),
              List.of(odd, 1, true, 0.5)));
      drawing.content().put(odd.length() > 400 ? "long" : odd, odd);
      var id = odd.substring(0, Math.min(200, odd.length()));
      node.put("id", odd.isBlank() ? "x" + odd : id);
      ends(drawing).put("node", node.get("id"));
      var compiled = drawing.compiled();

      assertThat(Drawing.errors(compiled)).as(odd).isEmpty();
      var read =
          ManifestReader.read(
              Objects.requireNonNull(compiled.manifest()).getBytes(StandardCharsets.UTF_8));
      assertThat(read.findings(VerifyOptions.NONE)).isEmpty();
      var meta = (Map<?, ?>) Objects.requireNonNull(read.source().get("scaiflow_meta"));
      var graph = Objects.requireNonNull(compiled.graph());
      var written = GraphWriter.write(graph);
      var back = (Map<?, ?>) Objects.requireNonNull(meta.get("graph"));
      assertThat(back.get("edges")).isEqualTo(written.get("edges"));
      assertThat(back.keySet()).isEqualTo(written.keySet());
      assertThat(String.valueOf(read.source().get("flows")))
          .contains(String.valueOf(graph.nodes().get(1).config()));
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> nodes(Drawing drawing) {
    return (List<Map<String, Object>>)
        (List<?>) Objects.requireNonNull(drawing.content().get("nodes"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> ends(Drawing drawing) {
    var edges =
        (List<Map<String, Object>>)
            (List<?>) Objects.requireNonNull(drawing.content().get("edges"));
    return (Map<String, @Nullable Object>) Objects.requireNonNull(edges.getFirst().get("target"));
  }

  @Test
  void charactersThatCannotBeStoredAreRefused() {
    var drawing = Drawing.begun();
    drawing.node("x", "llm_rigid", "{\"template\": \"a\\u0000b\"}").edges("in", "x");

    assertThat(drawing.errors())
        .containsExactly(
            "nodes[1].config.template holds U+0000 or half a surrogate pair, which cannot be"
                + " stored; take it out");
  }

  @Test
  void aGraphIsReadOnceAndNotChanged() {
    var content = Drawing.sample("expense-approver");
    var before = content.toString();
    var compiled = FlowCompiler.compile(content);

    assertThat(content.toString()).isEqualTo(before);
    assertThat(compiled.graph()).isEqualTo(GraphReader.read(content).graph());
  }

  @Test
  void idsAreBoundedAndFindingsStaySmallWhateverTheyAreAbout() {
    var id = "i".repeat(500_000);
    var config = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < 2_000; i++) {
      config.put("k" + i, "\u0000");
    }
    var nodes =
        List.of(
            Map.of("id", "in", "type", "entry_api"),
            Map.of("id", id, "type", "llm_rigid", "config", config));
    var edges =
        List.of(
            Map.of("id", id, "source", Map.of("node", id), "target", Map.of("node", "in" + id)));
    var found =
        FlowCompiler.compile(Map.of("nodes", nodes, "edges", edges, "x".repeat(9_000), "\u0000"))
            .diagnostics();

    assertThat(found).hasSize(Diagnostics.MAX + 1);
    assertThat(found).allSatisfy(one -> assertThat(one.toString()).hasSizeLessThan(3_000));
    assertThat(found.stream().map(Diagnostic::message))
        .contains("nodes[1].id has 500,000 characters; at most 200 are taken");
    assertThat(found.stream().map(Diagnostic::nodeId)).contains("i".repeat(200) + "…");
    var longest = Drawing.begun().set("y".repeat(200)).edges("in", "y".repeat(200));
    assertThat(longest.errors()).isEmpty();
    var longer = Drawing.begun().set("y".repeat(201)).edges("in", "y".repeat(201));
    assertThat(longer.errors()).contains("nodes[1].id has 201 characters; at most 200 are taken");
  }
}
