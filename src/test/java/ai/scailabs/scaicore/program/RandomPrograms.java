package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.Prompting.FailureAction;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Programs without a finding, of every kind of block and statement, from a seed. */
final class RandomPrograms {

  private static final int BLOCK_KINDS = 14;
  private static final List<String> EXPRESSIONS =
      List.of(
          "1", "a", "a.b[0] ?? \"x\"", "{k: a, l: [1, 2]}", "a > 1 && !b", "\"t ${a}\"", "null");
  private static final List<String> TEMPLATES =
      List.of("", "plain text, (not} an expression", "{{a}}", "Dear {{a.b}}, ${a}");
  private static final List<String> TYPES =
      List.of(
          "string",
          "int?",
          "array[Review]",
          "map[string, float]",
          "enum[a, \"b c\"]",
          "(int | string)?",
          "{a: int, b: {c: date?}}",
          "Review");
  private static final List<String> TEXTS =
      List.of("x", "a longer text", "with \"quotes\" | and \\ bars", "žluťoučký\nkůň", "_", "true");

  private final Random random;
  private int names;

  RandomPrograms(long seed) {
    this.random = new Random(seed);
  }

  Program program() {
    return new Program(
        pick(List.of("0.1", "0.2")),
        maybe(this::text),
        maybe(this::text),
        maybe(this::text),
        maybe(() -> new Program.Identity(maybe(this::text), maybe(this::text), null, texts())),
        some(_ -> model()),
        some(_ -> plugin()),
        maybe(this::instance),
        some(_ -> new Program.Memory(name(), maybe(this::type), value(2))),
        some(_ -> new Program.Reference(name(), maybe(this::type), value(2))),
        some(_ -> new Program.Config(name(), maybe(this::type), value(1), flip(), flip())),
        constraints(),
        flip() ? Map.of() : Map.of("Review", type()),
        list(1, _ -> flow()),
        some(_ -> trigger()),
        maybe(() -> new Program.Avatar(maybe(this::text), maybe(this::text))),
        some(_ -> new Program.Skill(name(), "1", name())),
        maybe(this::name));
  }

  private Program.Model model() {
    return new Program.Model(
        "r" + names++,
        text(),
        text(),
        maybe(random::nextDouble),
        texts(),
        maybe(this::text),
        some(_ -> new Program.Fallback(text(), text())));
  }

  private Program.Plugin plugin() {
    return new Program.Plugin(
        name(),
        maybe(this::text),
        values(),
        some(_ -> new Program.Method(name(), maybe(this::text), maybe(this::values))));
  }

  private Program.Instance instance() {
    return new Program.Instance(
        maybe(() -> pick(List.of("stateless", "entity", "singleton"))),
        maybe(this::text),
        maybe(this::duration),
        maybe(this::count),
        maybe(this::count),
        maybe(() -> pick(List.of("deactivate_lru", "reject", "queue"))));
  }

  private Program.Flow flow() {
    var name = name();
    return new Program.Flow(
        name,
        maybe(this::text),
        some(_ -> param()),
        maybe(this::type),
        body("flows." + name + ".body", 3));
  }

  private Program.Param param() {
    var required = flip();
    return new Program.Param(name(), maybe(this::type), required ? null : value(2), required);
  }

  private Program.Trigger trigger() {
    return new Program.Trigger(
        pick(List.of("api", "webhook", "event")),
        name(),
        maybe(this::text),
        maybe(() -> "POST"),
        maybe(() -> "/a/b"),
        maybe(() -> "*/5 0 1-7 jan mon"),
        maybe(() -> "Europe/Amsterdam"),
        maybe(this::text));
  }

  private List<Block> body(String path, int depth) {
    return list(depth > 0 ? 3 : 1, i -> block(path + "[" + i + "]", depth));
  }

  private Block block(String path, int depth) {
    var common =
        new Block.Common(
            path,
            maybe(this::name),
            maybe(() -> new Block.SourceLocation(maybe(this::text), maybe(this::count), "n1")));
    var inner = depth - 1;
    return switch (random.nextInt(depth > 0 ? BLOCK_KINDS : 6)) {
      case 0 -> new Block.Rigid(common, statements(2, false));
      case 1 -> new Block.Flexible(common, prompting());
      case 2 ->
          new Block.CoreCall(
              common,
              "core://acme/helper",
              maybe(this::text),
              maybe(this::expression),
              maybe(this::expression),
              maybe(this::text),
              maybe(this::duration),
              flip());
      case 3 ->
          new Block.AwaitResponses(
              common, maybe(this::expression), pick(List.of("all", "any")), maybe(this::duration));
      case 4 -> new Block.Debug(common, maybe(this::template), "warn", flip());
      case 5 ->
          new Block.ModelCall(
              common,
              pick(List.of("text", "embedding", "image_generation", "tts", "stt")),
              maybe(this::text),
              maybe(this::expression),
              maybe(this::type));
      case 6 ->
          new Block.Guarded(
              common,
              prompting(),
              maybe(this::expression),
              some(_ -> expression()),
              body(path + ".on_validation_failure", inner));
      case 7 ->
          new Block.Parallel(
              common,
              list(3, i -> branch(path + ".branches.b" + i + ".body", "b" + i, inner)),
              maybe(this::count),
              flip());
      case 8 ->
          new Block.Foreach(common, name(), expression(), body(path + ".body", inner), count());
      case 9 ->
          new Block.Match(
              common,
              expression(),
              arms(path + ".arms", inner),
              maybe(() -> body(path + ".default", inner)));
      case 10 -> new Block.While(common, expression(), count(), body(path + ".body", inner));
      case 11 -> checkpoint(common, path, inner);
      case 12 ->
          new Block.Try(
              common,
              body(path + ".body", inner),
              list(
                  2,
                  i ->
                      new Block.Catch(
                          pick(List.of("_", "PLUGIN_ERROR")),
                          maybe(this::name),
                          body(path + ".catch[" + i + "].body", inner))),
              body(path + ".finally", inner));
      default ->
          new Block.Budget(
              common,
              maybe(this::duration),
              maybe(() -> (long) count()),
              maybe(() -> (long) count()),
              body(path + ".body", inner),
              maybe(() -> body(path + ".on_exceeded", inner)));
    };
  }

  private Block.Branch branch(String path, String name, int depth) {
    return new Block.Branch(name, body(path, depth));
  }

  private List<Block.Arm> arms(String path, int depth) {
    return list(
        2,
        i ->
            new Block.Arm(
                pattern(), maybe(this::expression), body(path + "[" + i + "].body", depth)));
  }

  private Block checkpoint(Block.Common common, String path, int depth) {
    var options = texts();
    return new Block.Checkpoint(
        common,
        text(),
        maybe(this::template),
        maybe(this::expression),
        options,
        maybe(this::template),
        pick(List.of("low", "normal", "high", "critical")),
        maybe(this::duration),
        options.isEmpty() ? "escalate" : "default:" + options.getFirst(),
        maybe(this::text),
        maybe(this::duration),
        maybe(this::expression),
        maybe(this::values),
        maybe(() -> new Block.HitlTarget(maybe(this::text), text(), values())),
        arms(path + ".on_response", depth));
  }

  private Prompting prompting() {
    return new Prompting(
        template(),
        maybe(this::type),
        maybe(this::text),
        maybe(this::expression),
        maybe(this::expression),
        maybe(this::template),
        flip(),
        constraints(),
        some(_ -> new Prompting.Example(value(1), value(1))),
        texts(),
        flip() ? Map.of() : Map.of("parse_error", List.of(action(), action())),
        maybe(this::values));
  }

  private FailureAction action() {
    return switch (random.nextInt(4)) {
      case 0 -> new FailureAction.Retry(count(), maybe(this::text));
      case 1 -> new FailureAction.Escalate();
      case 2 -> new FailureAction.FlagAndCheckpoint();
      default -> new FailureAction.Fail();
    };
  }

  private List<Statement> statements(int depth, boolean inLoop) {
    return list(3, _ -> statement(depth, inLoop));
  }

  private Statement statement(int depth, boolean inLoop) {
    var binding = maybe(this::name);
    return switch (random.nextInt(inLoop ? 13 : 11)) {
      case 0 -> new Statement.Evaluate(binding, flip() ? expression() : template());
      case 1 -> new Statement.Assign(binding, flip() ? "a" : "a.b", expression());
      case 2 -> new Statement.Return(binding, expression());
      case 3 -> new Statement.PluginCall(binding, text(), text(), maybe(this::expression));
      case 4 ->
          new Statement.Http(
              binding, "PUT", template(), maybe(this::expression), maybe(this::template));
      case 5 -> new Statement.Emit(binding, text(), maybe(this::expression));
      case 6 ->
          new Statement.QueuePublish(
              binding,
              maybe(this::text),
              text(),
              maybe(this::text),
              maybe(this::expression),
              maybe(this::duration));
      case 7 -> new Statement.QueueConsume(binding, maybe(this::text), text(), "30s");
      case 8 -> new Statement.If(binding, expression(), inner(depth, inLoop), inner(depth, inLoop));
      case 9 ->
          new Statement.Match(
              binding,
              expression(),
              some(
                  _ -> new Statement.Arm(pattern(), maybe(this::expression), inner(depth, inLoop))),
              maybe(() -> inner(depth, inLoop)));
      case 10 -> new Statement.Foreach(binding, name(), expression(), inner(depth, true));
      case 11 -> new Statement.Break(binding);
      default -> new Statement.Continue(binding);
    };
  }

  private List<Statement> inner(int depth, boolean inLoop) {
    return depth > 0 ? statements(depth - 1, inLoop) : List.of();
  }

  private Pattern pattern() {
    return switch (random.nextInt(4)) {
      case 0 -> new Pattern.Anything();
      case 1 -> new Pattern.AnyOf(Arrays.asList("a", 1L, true, null));
      case 2 -> new Pattern.AnyOf(List.of(List.of(1L, 2L)));
      default -> new Pattern.AnyOf(Collections.singletonList(value(0)));
    };
  }

  private Expression expression() {
    return switch (random.nextInt(5)) {
      case 0 -> Expression.of(Map.of("k", pick(EXPRESSIONS), "l", List.of(pick(EXPRESSIONS), 3L)));
      case 1 -> Expression.of(pick(List.of(1L, 2.5, true)));
      default -> Expression.of(pick(EXPRESSIONS));
    };
  }

  private Expression template() {
    return Expression.template(pick(TEMPLATES));
  }

  private Type type() {
    return Type.parse(pick(TYPES));
  }

  private Constraints constraints() {
    return flip() ? Constraints.NONE : new Constraints(texts(), texts(), texts());
  }

  private @Nullable Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> null;
      case 1 -> random.nextLong();
      case 2 -> random.nextGaussian();
      case 3 -> flip();
      case 4 -> pick(List.of("x", "ž", "12"));
      case 5 -> Collections.unmodifiableList(Arrays.asList(value(depth - 1), value(depth - 1)));
      default -> values();
    };
  }

  private Map<String, @Nullable Object> values() {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var i = random.nextInt(3); i >= 0; i--) {
      map.put("k" + i, value(1));
    }
    return map;
  }

  private String name() {
    return "n" + names++;
  }

  private String text() {
    return pick(TEXTS);
  }

  private String duration() {
    return pick(List.of("30s", "5m", "1h30m", "7d"));
  }

  private int count() {
    return 1 + random.nextInt(100);
  }

  private List<String> texts() {
    return some(_ -> text());
  }

  private boolean flip() {
    return random.nextBoolean();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return flip() ? null : value.get();
  }

  private <T> List<T> some(IntFunction<T> make) {
    return list(2, make);
  }

  private <T> List<T> list(int most, IntFunction<T> make) {
    var list = new ArrayList<T>();
    var size = random.nextInt(most + 1);
    for (var i = 0; i < size; i++) {
      list.add(make.apply(i));
    }
    return List.copyOf(list);
  }
}
