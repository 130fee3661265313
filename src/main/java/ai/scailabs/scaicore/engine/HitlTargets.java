package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.expression.Scope;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in the templates of what a checkpoint says to a queue. */
final class HitlTargets {

  private HitlTargets() {}

  /**
   * The target as it is to be published; null where there is none.
   *
   * @param scope of the queues that are named without one; null where there is none
   */
  static CheckpointSink.@Nullable HitlTarget of(
      Block.@Nullable HitlTarget target, @Nullable String scope, Scope variables) {
    if (target == null) {
      return null;
    }
    var in = target.scope() == null ? scope : target.scope();
    if (in == null) {
      throw QueueStatements.noScope(target.queue());
    }
    var spec = new LinkedHashMap<String, @Nullable Object>();
    target.hitlSpec().forEach((key, value) -> spec.put(key, filled(value, variables)));
    return new CheckpointSink.HitlTarget(
        in,
        target.queue(),
        Allowance.fitting("the hitl_spec of a checkpoint", WellFormed.members(spec)));
  }

  private static @Nullable Object filled(@Nullable Object value, Scope variables) {
    return switch (value) {
      case String text when text.contains("{{") ->
          Values.plain(Expression.template(text).evaluate(variables));
      case Map<?, ?> map -> {
        var members = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, inner) -> members.put(String.valueOf(key), filled(inner, variables)));
        yield members;
      }
      case List<?> list -> {
        var items = new ArrayList<@Nullable Object>(list.size());
        list.forEach(item -> items.add(filled(item, variables)));
        yield items;
      }
      case null, default -> value;
    };
  }
}
