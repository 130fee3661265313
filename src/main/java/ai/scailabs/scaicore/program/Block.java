package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.type.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a flow. Fourteen kinds; the source of each field is the block table of the program
 * format. Fields that the source leaves out are null, or empty where they are collections.
 */
public sealed interface Block {

  /** What every block carries. */
  Common common();

  /** The word that stands in {@code kind}. */
  BlockKind kind();

  /**
   * What every block carries.
   *
   * @param path the block's id, such as {@code flows.approval.body[1].default[0]}
   * @param resultBinding the scope variable that receives the block's value
   * @param sourceLocation where the block came from
   */
  record Common(
      String path, @Nullable String resultBinding, @Nullable SourceLocation sourceLocation) {}

  /** Where a block came from in the text or graph it was compiled from. */
  record SourceLocation(@Nullable String file, @Nullable Integer line, @Nullable String nodeId) {}

  /** Deterministic code. */
  record Rigid(Common common, List<Statement> statements) implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.RIGID;
    }
  }

  /** A model call with a goal and, where an output type is given, a structured answer. */
  record Flexible(Common common, Prompting prompting) implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.FLEXIBLE;
    }
  }

  /** A flexible block behind a guard, its answer checked by expressions over it. */
  record Guarded(
      Common common,
      Prompting prompting,
      @Nullable Expression guard,
      List<Expression> validate,
      List<Block> onValidationFailure)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.GUARDED;
    }
  }

  /** Branches that run side by side on copies of the scope. */
  record Parallel(
      Common common, List<Branch> branches, @Nullable Integer maxConcurrent, boolean failFast)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.PARALLEL;
    }
  }

  /** A named branch of a parallel block. */
  record Branch(String name, List<Block> body) {}

  /** Runs its body once for each item, each time on a copy of the scope. */
  record Foreach(
      Common common, String variable, Expression iterable, List<Block> body, int maxConcurrent)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.FOREACH;
    }
  }

  /**
   * Chooses the first arm whose pattern equals the subject. {@code otherwise} is null if absent.
   */
  record Match(Common common, Expression subject, List<Arm> arms, @Nullable List<Block> otherwise)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.MATCH;
    }
  }

  /** An arm of a match block. */
  record Arm(Pattern pattern, @Nullable Expression when, List<Block> body) {}

  /** Repeats its body, at most {@code maxIterations} times; null when the source forgot it. */
  record While(
      Common common, Expression condition, @Nullable Integer maxIterations, List<Block> body)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.WHILE;
    }
  }

  /**
   * Waits for a person.
   *
   * @param prompt what the person is asked; from {@code prompt} or {@code present.prompt}
   * @param payload what the person is shown beside it; from {@code present.payload}
   * @param onTimeout {@code expire}, {@code escalate}, {@code cancel} or {@code default:<option>}
   */
  record Checkpoint(
      Common common,
      String checkpointType,
      @Nullable Expression prompt,
      @Nullable Expression payload,
      List<String> options,
      @Nullable Expression assignee,
      String priority,
      @Nullable String timeout,
      String onTimeout,
      @Nullable String escalationTarget,
      @Nullable String reminderInterval,
      @Nullable Expression context,
      @Nullable Map<String, @Nullable Object> responseSchema,
      @Nullable HitlTarget hitlTarget,
      List<Arm> onResponse)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.CHECKPOINT;
    }
  }

  /**
   * The queue that a checkpoint's request is also published to.
   *
   * @param scope slug of the scope; null for that of the program, {@link Program#queueScope()}
   * @param hitlSpec what its consumers show, such as {@code sections}; its texts are templates
   *     where they contain <code>{{</code>
   */
  record HitlTarget(@Nullable String scope, String queue, Map<String, @Nullable Object> hitlSpec) {}

  /** Runs a flow of another Core. */
  record CoreCall(
      Common common,
      String target,
      @Nullable String flowName,
      @Nullable Expression inputBindings,
      @Nullable Expression instanceKey,
      @Nullable String version,
      @Nullable String timeout,
      boolean async)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.CORE_CALL;
    }
  }

  /**
   * Waits for the answers of asynchronous core calls. {@code mode} is {@code all} or {@code any}.
   */
  record AwaitResponses(
      Common common, @Nullable Expression handles, String mode, @Nullable String timeout)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.AWAIT_RESPONSES;
    }
  }

  /** Runs its body; a failure runs the first matching handler; {@code last} always runs. */
  record Try(Common common, List<Block> body, List<Catch> handlers, List<Block> last)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.TRY;
    }
  }

  /** A handler of a try block. {@code error} is a failure code or {@code _}. */
  record Catch(String error, @Nullable String binding, List<Block> body) {}

  /** Runs its body within limits. {@code onExceeded} is null when absent. */
  record Budget(
      Common common,
      @Nullable String maxDuration,
      @Nullable Long maxLlmCalls,
      @Nullable Long maxTokens,
      List<Block> body,
      @Nullable List<Block> onExceeded)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.BUDGET;
    }
  }

  /** Says something in the log. */
  record Debug(Common common, @Nullable Expression message, String level, boolean breakpoint)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.DEBUG;
    }
  }

  /** A plain call of a model in some modality. */
  record ModelCall(
      Common common,
      String modality,
      @Nullable String llmRole,
      @Nullable Expression inputBindings,
      @Nullable Type outputType)
      implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.MODEL_CALL;
    }
  }

  /** A block whose kind is none of the fourteen; the verifier reports it as E407. */
  record Unknown(Common common, String name) implements Block {
    @Override
    public BlockKind kind() {
      return BlockKind.UNKNOWN;
    }
  }
}
