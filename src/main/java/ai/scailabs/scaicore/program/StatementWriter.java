package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes statements. */
final class StatementWriter {

  private StatementWriter() {}

  static SourceMap write(Statement statement) {
    var source = SourceMap.kind(statement.word());
    switch (statement) {
      case Statement.Evaluate s -> source.put(evaluatedKey(s.expression()), s.expression());
      case Statement.Assign s -> source.put("target", s.target()).put("value", s.value());
      case Statement.Return s -> source.put("value", s.value());
      case Statement.If s ->
          source
              .put("condition", s.condition())
              .putAll("then", s.then(), StatementWriter::write)
              .putSome("else", s.otherwise(), StatementWriter::write);
      case Statement.Match s -> {
        source.put("subject", s.subject()).putAll("arms", s.arms(), StatementWriter::arm);
        var otherwise = s.otherwise();
        if (otherwise != null) {
          source.putAll("default", otherwise, StatementWriter::write);
        }
      }
      case Statement.Foreach s ->
          source
              .put("variable", s.variable())
              .put("iterable", s.iterable())
              .putAll("body", s.body(), StatementWriter::write);
      case Statement.PluginCall s ->
          source.put("alias", s.alias()).put("method", s.method()).put("args", s.args());
      case Statement.Http s ->
          source
              .put("method", s.method())
              .put("url", s.url())
              .put("headers", s.headers())
              .put("body", s.body());
      case Statement.Emit s -> source.put("event", s.event()).put("data", s.data());
      case Statement.QueuePublish s ->
          source
              .put("scope", s.scope())
              .put("queue", s.queue())
              .put("message_type", s.messageType())
              .put("payload", s.payload())
              .put("after", s.after());
      case Statement.QueueConsume s ->
          source.put("scope", s.scope()).put("queue", s.queue()).put("timeout", s.timeout());
      case Statement.Break _, Statement.Continue _, Statement.Unknown _ -> {}
    }
    return source.put("result_binding", statement.resultBinding());
  }

  /** What was read as a template is written as one. */
  private static String evaluatedKey(Expression expression) {
    return expression.equals(Expression.of(expression.source())) ? "expression" : "template";
  }

  private static SourceMap arm(Statement.Arm arm) {
    return new SourceMap()
        .putEven("pattern", pattern(arm.pattern()))
        .put("when", arm.when())
        .putAll("body", arm.body(), StatementWriter::write);
  }

  static @Nullable Object pattern(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Anything() -> "_";
      case Pattern.AnyOf(var literals) when isPlain(literals) -> literals.getFirst();
      case Pattern.AnyOf(var literals) -> literals;
    };
  }

  private static boolean isPlain(List<@Nullable Object> literals) {
    return literals.size() == 1 && !(literals.getFirst() instanceof List);
  }

  static List<@Nullable Object> sources(List<Expression> expressions) {
    var sources = new ArrayList<@Nullable Object>();
    expressions.forEach(expression -> sources.add(expression.source()));
    return sources;
  }
}
