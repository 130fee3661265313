package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.Surroundings.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads blocks. A block's path is its id. */
final class BlockReader {

  private static final List<String> LEVELS = List.of("info", "debug", "warn", "error", "trace");
  private static final List<String> MODALITIES =
      List.of("text", "embedding", "image_generation", "tts", "stt");

  private BlockReader() {}

  /** The blocks below a key; none when absent. */
  static List<Block> body(SourceNode owner, String key, Surroundings around) {
    if (around.depth() >= Surroundings.MAX_DEPTH && owner.has(key)) {
      owner.report(key, "E413 blocks are nested deeper than " + Surroundings.MAX_DEPTH + " here");
      return List.of();
    }
    var blocks = new ArrayList<Block>();
    for (var node : owner.nodes(key)) {
      blocks.add(block(node, around.deeper()));
    }
    return List.copyOf(blocks);
  }

  /** As {@link #body}; the key must be there. */
  private static List<Block> requiredBody(SourceNode owner, String key, Surroundings around) {
    if (!owner.has(key)) {
      owner.report(key, "is required");
    }
    return body(owner, key, around);
  }

  /** As {@link #body}; null when absent. */
  private static @Nullable List<Block> optionalBody(
      SourceNode owner, String key, Surroundings around) {
    return owner.has(key) ? body(owner, key, around) : null;
  }

  private static Block block(SourceNode node, Surroundings around) {
    var common = common(node, around);
    var kind = node.text("kind");
    return switch (kind) {
      case "rigid" ->
          new Block.Rigid(common, StatementReader.body(node, "statements", around.inRigid()));
      case "flexible" -> new Block.Flexible(common, PromptingReader.read(node, around));
      case "guarded" -> guarded(node, common, around);
      case "parallel" -> parallel(node, common, around);
      case "foreach" -> foreach(node, common, around);
      case "match" ->
          new Block.Match(
              common,
              node.requiredExpression("subject", around),
              arms(node, "arms", around),
              optionalBody(node, "default", around));
      case "while" -> whileLoop(node, common, around);
      case "checkpoint" -> CheckpointReader.read(node, common, around);
      case "core_call" -> coreCall(node, common, around);
      case "await_responses" ->
          new Block.AwaitResponses(
              common,
              node.expression("handles", around),
              node.word("mode", List.of("all", "any")),
              node.duration("timeout"));
      case "try" -> tryCatch(node, common, around);
      case "budget" -> budget(node, common, around);
      case "debug" ->
          new Block.Debug(
              common,
              node.template("message", around),
              node.word("level", LEVELS),
              node.flag("breakpoint", false));
      case "model_call" ->
          new Block.ModelCall(
              common,
              node.word("modality", MODALITIES),
              PromptingReader.role(node),
              node.expression("input_bindings", around),
              node.type("output_type"));
      case null, default -> unknown(node, common, kind);
    };
  }

  private static Block unknown(SourceNode node, Block.Common common, @Nullable String kind) {
    node.report(
        "kind",
        kind == null
            ? "E407 a block needs a kind"
            : "E407 %s is no kind of block".formatted(Shown.text(kind)));
    return new Block.Unknown(common, Objects.requireNonNullElse(kind, ""));
  }

  private static Block.Common common(SourceNode node, Surroundings around) {
    var binding = node.text("result_binding");
    if (binding != null) {
      around.declared().add(binding);
    }
    var location = node.node("source_location");
    return new Block.Common(
        node.path(),
        binding,
        location == null
            ? null
            : new Block.SourceLocation(
                location.text("file"), line(location), location.text("node_id")));
  }

  private static @Nullable Integer line(SourceNode location) {
    var line = location.number("line");
    return line == null ? null : (Integer) line.intValue();
  }

  private static Block guarded(SourceNode node, Block.Common common, Surroundings around) {
    return new Block.Guarded(
        common,
        PromptingReader.read(node, around),
        node.expression("guard", around),
        node.expressions("validate", around),
        body(node, "on_validation_failure", around));
  }

  private static Block parallel(SourceNode node, Block.Common common, Surroundings around) {
    var inside = around.in(around.loop() == Loop.NONE ? Loop.NONE : Loop.BEYOND_BRANCH);
    if (!node.has("branches")) {
      node.report("branches", "is required");
    }
    var branches =
        new NamedThings("name", "body")
            .byName(node, "branches").stream()
                .map(
                    branch ->
                        new Block.Branch(branch.required("name"), body(branch, "body", inside)))
                .toList();
    return new Block.Parallel(
        common, branches, node.smallCount("max_concurrent"), node.flag("fail_fast", true));
  }

  private static Block foreach(SourceNode node, Block.Common common, Surroundings around) {
    var variable = node.required("variable");
    around.declared().add(variable);
    var iterable = node.requiredExpression("iterable", around);
    var concurrent = Objects.requireNonNullElse(node.smallCount("max_concurrent"), 1);
    var loop = concurrent > 1 ? Loop.CONCURRENT : Loop.ONE_BY_ONE;
    return new Block.Foreach(
        common, variable, iterable, requiredBody(node, "body", around.in(loop)), concurrent);
  }

  private static Block whileLoop(SourceNode node, Block.Common common, Surroundings around) {
    var condition = node.requiredExpression("condition", around);
    if (!node.has("max_iterations")) {
      node.report("max_iterations", "E406 a while needs max_iterations");
    }
    var most = node.smallCount("max_iterations");
    return new Block.While(
        common, condition, most, requiredBody(node, "body", around.in(Loop.ONE_BY_ONE)));
  }

  private static Block coreCall(SourceNode node, Block.Common common, Surroundings around) {
    return new Block.CoreCall(
        common,
        node.required("target"),
        node.text("flow_name"),
        node.expression("input_bindings", around),
        node.expression("instance_key", around),
        node.version("version"),
        node.duration("timeout"),
        node.flag("is_async", false));
  }

  private static Block tryCatch(SourceNode node, Block.Common common, Surroundings around) {
    var body = requiredBody(node, "body", around);
    var handlers = new ArrayList<Block.Catch>();
    for (var each : node.nodes("catch")) {
      var error = each.has("error") ? each.required("error") : "_";
      var binding = each.text("binding");
      if (binding != null) {
        around.declared().add(binding);
      }
      handlers.add(new Block.Catch(error, binding, body(each, "body", around)));
    }
    return new Block.Try(common, body, List.copyOf(handlers), body(node, "finally", around));
  }

  private static Block budget(SourceNode node, Block.Common common, Surroundings around) {
    return new Block.Budget(
        common,
        node.duration("max_duration"),
        node.count("max_llm_calls"),
        node.count("max_tokens"),
        requiredBody(node, "body", around),
        optionalBody(node, "on_exceeded", around));
  }

  /** Arms of a match or of a checkpoint's {@code on_response}. */
  static List<Block.Arm> arms(SourceNode node, String key, Surroundings around) {
    return PatternReader.arms(node, key).stream()
        .map(
            arm ->
                new Block.Arm(
                    PatternReader.read(arm),
                    arm.expression("when", around),
                    body(arm, "body", around)))
        .toList();
  }
}
