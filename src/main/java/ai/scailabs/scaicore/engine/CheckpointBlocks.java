package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.expression.TextualMap;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks people, or suspends the execution until one has answered. */
final class CheckpointBlocks {

  private final Effects effects;
  private final List<Map<String, @Nullable Object>> skills;
  private final @Nullable String queueScope;

  /**
   * @param queueScope of the queues that are named without one; null where there is none
   */
  CheckpointBlocks(
      Effects effects, List<Map<String, @Nullable Object>> skills, @Nullable String queueScope) {
    this.skills = skills;
    this.effects = effects;
    this.queueScope = queueScope;
  }

  /** The answer: {@code {decision, response_data, comment, resolved_by, resolved_at}}. */
  TextualMap ask(Block.Checkpoint block, Frame frame) {
    var common = block.common();
    var location = common.sourceLocation();
    return ask(
        frame.course(),
        new CheckpointSink.Request(
            new Steps(common.path(), frame).next(),
            "",
            common.path(),
            location == null ? null : location.nodeId(),
            block.checkpointType(),
            text(block.prompt(), frame),
            plain(block.payload(), frame),
            block.options(),
            text(block.assignee(), frame),
            block.priority(),
            block.timeout(),
            block.onTimeout(),
            block.escalationTarget(),
            block.reminderInterval(),
            plain(block.context(), frame),
            block.responseSchema(),
            HitlTargets.of(block.hitlTarget(), queueScope, frame.variables())));
  }

  /** Asks a question that has a step of its own. */
  TextualMap ask(Course course, CheckpointSink.Request given) {
    var question = kept(given);
    // Null for what was not said keeps the fingerprint apart from an empty text.
    var hash =
        Fingerprint.of(Arrays.asList(question.type(), question.prompt(), question.context()));
    var entry = effects.replayed(question.step(), EffectKind.CHECKPOINT, hash);
    if (entry != null) {
      effects.beforeAnswer(course, question.step());
      return answer(Effects.result(entry));
    }
    effects.fresh(course, question.step(), EffectKind.CHECKPOINT);
    var asked =
        new CheckpointSink.Request(
            question.step(),
            hash,
            question.block(),
            question.nodeId(),
            question.type(),
            question.prompt(),
            question.payload(),
            question.options(),
            question.assignee(),
            question.priority(),
            question.timeout(),
            question.onTimeout(),
            question.escalationTarget(),
            question.reminderInterval(),
            withSkills(question.context()),
            question.responseSchema(),
            question.hitlTarget());
    return switch (ruling(asked)) {
      case CheckpointSink.Ruling.Wait() -> {
        course.asks(asked.step());
        throw new Interruption(new Outcome.Suspended(null));
      }
      case CheckpointSink.Ruling.Cancelled() -> throw new Interruption(new Outcome.Cancelled());
      // A ruling depends on the Core as it is now: a replay has to find it as it was.
      case CheckpointSink.Ruling.Refused(var failure) ->
          answer(
              noted(new Journal.Entry(asked.step(), EffectKind.CHECKPOINT, hash, null, failure)));
      case CheckpointSink.Ruling.Answered(var decision) ->
          answer(
              noted(
                  new Journal.Entry(
                      asked.step(), EffectKind.CHECKPOINT, hash, unasked(decision), null)));
    };
  }

  private CheckpointSink.Ruling ruling(CheckpointSink.Request asked) {
    effects.allowance().question();
    boolean waits = false;
    try {
      var ruling = effects.host().checkpoints().raise(asked);
      waits = ruling instanceof CheckpointSink.Ruling.Wait;
      return ruling;
    } finally {
      if (!waits) {
        effects.allowance().settled();
      }
    }
  }

  /** The question as it can be written down. */
  private static CheckpointSink.Request kept(CheckpointSink.Request given) {
    return new CheckpointSink.Request(
        given.step(),
        given.argumentHash(),
        given.block(),
        given.nodeId(),
        given.type(),
        WellFormed.orNull(given.prompt()),
        Allowance.fitting("the payload of a checkpoint", WellFormed.of(given.payload())),
        given.options(),
        WellFormed.orNull(given.assignee()),
        given.priority(),
        given.timeout(),
        given.onTimeout(),
        given.escalationTarget(),
        given.reminderInterval(),
        Allowance.fitting("the context of a checkpoint", WellFormed.of(given.context())),
        given.responseSchema(),
        given.hitlTarget());
  }

  /** A context that is an object, or none, also says what skills the program was bound to. */
  private @Nullable Object withSkills(@Nullable Object context) {
    if (skills.isEmpty() || !(context == null || context instanceof Map)) {
      return context;
    }
    var told = new LinkedHashMap<String, @Nullable Object>();
    if (context instanceof Map<?, ?> members) {
      members.forEach((key, value) -> told.put(String.valueOf(key), value));
    }
    told.put(Program.SKILLS, skills);
    return told;
  }

  private @Nullable Object noted(Journal.Entry entry) {
    effects.host().journal().note(entry);
    return Effects.result(entry);
  }

  private static Map<String, @Nullable Object> unasked(String decision) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    members.put("decision", decision);
    members.put("response_data", Map.of());
    members.put("comment", null);
    members.put("resolved_by", null);
    members.put("resolved_at", null);
    return members;
  }

  private static TextualMap answer(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new BlockFailed(Failure.DIVERGED, "the journal's answer of a checkpoint is no object");
    }
    var members = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((k, v) -> members.put(String.valueOf(k), v));
    return new TextualMap(Values.text(members.get("decision")), members);
  }

  private static @Nullable String text(@Nullable Expression template, Frame frame) {
    return template == null ? null : Values.text(template.evaluate(frame.variables()));
  }

  private static @Nullable Object plain(@Nullable Expression expression, Frame frame) {
    return expression == null ? null : Values.plain(expression.evaluate(frame.variables()));
  }

  /** A question about a model's answer. */
  static CheckpointSink.Request about(
      String step,
      Block.Common block,
      String prompt,
      List<String> options,
      @Nullable Object context,
      @Nullable Map<String, @Nullable Object> schema) {
    var location = block.sourceLocation();
    return new CheckpointSink.Request(
        step,
        "",
        block.path(),
        location == null ? null : location.nodeId(),
        "escalation",
        prompt,
        null,
        options,
        null,
        "normal",
        null,
        "expire",
        null,
        null,
        context,
        schema,
        null);
  }
}
