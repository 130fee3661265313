package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.Surroundings.Loop;
import ai.scailabs.scaicore.program.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the statements of rigid blocks. */
final class StatementReader {

  /** Kinds that ask a model, and so cannot be statements of deterministic code. */
  private static final Set<String> MODEL_CALLS =
      Set.of("flexible", "guarded", "model_call", "llm_call", "llm_turn", "llm");

  private StatementReader() {}

  /** The statements below a key; none when absent. */
  static List<Statement> body(SourceNode owner, String key, Surroundings around) {
    if (around.depth() >= Surroundings.MAX_DEPTH && owner.has(key)) {
      owner.report(
          key, "E413 statements are nested deeper than " + Surroundings.MAX_DEPTH + " here");
      return List.of();
    }
    var statements = new ArrayList<Statement>();
    for (var node : owner.nodes(key)) {
      statements.add(statement(node, around));
    }
    return List.copyOf(statements);
  }

  private static @Nullable List<Statement> optionalBody(
      SourceNode owner, String key, Surroundings around) {
    return owner.has(key) ? body(owner, key, around) : null;
  }

  private static Statement statement(SourceNode node, Surroundings around) {
    var binding = node.text("result_binding");
    if (binding != null) {
      around.declared().add(binding);
    }
    var kind = node.text("kind");
    return switch (kind) {
      case "expression" -> new Statement.Evaluate(binding, evaluated(node, around));
      case "assign" -> assign(node, binding, around);
      case "return" -> new Statement.Return(binding, returned(node, around));
      case "if" ->
          new Statement.If(
              binding,
              node.requiredExpression("condition", around),
              body(node, "then", around.deeper()),
              body(node, "else", around.deeper()));
      case "match" ->
          new Statement.Match(
              binding,
              node.requiredExpression("subject", around),
              arms(node, around.deeper()),
              optionalBody(node, "default", around.deeper()));
      case "foreach" -> foreach(node, binding, around);
      case "plugin_call" -> pluginCall(node, binding, around);
      case "http" ->
          new Statement.Http(
              binding,
              Objects.requireNonNullElse(node.text("method"), "GET"),
              node.requiredTemplate("url", around),
              node.expression("headers", around.openingSecrets()),
              node.template("body", around));
      case "emit" ->
          new Statement.Emit(binding, node.required("event"), node.expression("data", around));
      case "queue_publish" ->
          new Statement.QueuePublish(
              binding,
              node.text("scope"),
              node.required("queue"),
              node.text("message_type"),
              node.expression("payload", around),
              node.duration(node.has("after") ? "after" : "delay"));
      case "queue_consume" ->
          new Statement.QueueConsume(
              binding, node.text("scope"), node.required("queue"), node.duration("timeout"));
      case "break" -> {
        checkExit(node, kind, around.loop());
        yield new Statement.Break(binding);
      }
      case "continue" -> {
        checkExit(node, kind, around.loop());
        yield new Statement.Continue(binding);
      }
      case null, default -> unknown(node, binding, kind);
    };
  }

  private static Expression evaluated(SourceNode node, Surroundings around) {
    return node.has("template") && !node.has("expression")
        ? node.requiredTemplate("template", around)
        : node.requiredExpression("expression", around);
  }

  /** A return without a value returns null. */
  private static Expression returned(SourceNode node, Surroundings around) {
    return node.mentions("value") ? node.requiredExpression("value", around) : Expression.of(null);
  }

  private static Statement assign(SourceNode node, @Nullable String binding, Surroundings around) {
    var target = node.required("target");
    around.declared().add(target.split("[.\\[]", 2)[0]);
    return new Statement.Assign(binding, target, node.requiredExpression("value", around));
  }

  private static List<Statement.Arm> arms(SourceNode node, Surroundings around) {
    return PatternReader.arms(node, "arms").stream()
        .map(
            arm ->
                new Statement.Arm(
                    PatternReader.read(arm),
                    arm.expression("when", around),
                    body(arm, "body", around)))
        .toList();
  }

  private static Statement foreach(SourceNode node, @Nullable String binding, Surroundings around) {
    var variable = node.required("variable");
    around.declared().add(variable);
    return new Statement.Foreach(
        binding,
        variable,
        node.requiredExpression("iterable", around),
        body(node, "body", around.deeper().in(Loop.ONE_BY_ONE)));
  }

  private static Statement pluginCall(
      SourceNode node, @Nullable String binding, Surroundings around) {
    var alias = node.required("alias");
    if (!alias.isBlank()) {
      node.reading().mention(node.path("alias"), new Mention.OfAlias(alias));
    }
    return new Statement.PluginCall(
        binding, alias, node.required("method"), node.expression("args", around));
  }

  private static void checkExit(SourceNode node, String kind, Loop loop) {
    switch (loop) {
      case NONE ->
          node.reading()
              .report(node.path(), "E411 %s stands in no foreach or while".formatted(kind));
      case BEYOND_BRANCH ->
          node.reading()
              .report(node.path(), "E411 %s cannot leave a parallel branch".formatted(kind));
      case CONCURRENT -> {
        if (kind.equals("break")) {
          node.reading()
              .report(
                  node.path(), "E411 break cannot end a foreach whose max_concurrent is above 1");
        }
      }
      case ONE_BY_ONE -> {}
    }
  }

  private static Statement unknown(
      SourceNode node, @Nullable String binding, @Nullable String kind) {
    if (kind != null && MODEL_CALLS.contains(kind)) {
      node.report(
          "kind",
          "E405 %s calls a model, which rigid code must not; make it a block of its own"
              .formatted(Shown.text(kind)));
    } else {
      node.report(
          "kind",
          kind == null
              ? "E407 a statement needs a kind"
              : "E407 %s is no kind of statement".formatted(Shown.text(kind)));
    }
    return new Statement.Unknown(binding, Objects.requireNonNullElse(kind, ""));
  }
}
