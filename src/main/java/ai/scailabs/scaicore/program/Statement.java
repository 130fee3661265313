package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.expression.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a rigid block. Each may name the scope variable that receives its value. The
 * word in {@code kind} is {@link #word()}.
 */
public sealed interface Statement {

  /** The scope variable that receives the statement's value. */
  @Nullable String resultBinding();

  /** The word that stands in {@code kind} of the source. */
  String word();

  /** Evaluates. */
  record Evaluate(@Nullable String resultBinding, Expression expression) implements Statement {
    @Override
    public String word() {
      return "expression";
    }
  }

  /** Sets a variable. {@code target} is a name, or a path of member names such as {@code a.b}. */
  record Assign(@Nullable String resultBinding, String target, Expression value)
      implements Statement {
    @Override
    public String word() {
      return "assign";
    }
  }

  /** Ends the nearest enclosing parallel branch, block iteration or flow. */
  record Return(@Nullable String resultBinding, Expression value) implements Statement {
    @Override
    public String word() {
      return "return";
    }
  }

  /** Chooses by a condition. */
  record If(
      @Nullable String resultBinding,
      Expression condition,
      List<Statement> then,
      List<Statement> otherwise)
      implements Statement {
    @Override
    public String word() {
      return "if";
    }
  }

  /** Chooses the first arm whose pattern equals the subject. */
  record Match(
      @Nullable String resultBinding,
      Expression subject,
      List<Arm> arms,
      @Nullable List<Statement> otherwise)
      implements Statement {
    @Override
    public String word() {
      return "match";
    }
  }

  /** An arm of a match statement. */
  record Arm(Pattern pattern, @Nullable Expression when, List<Statement> body) {}

  /** Runs its body for each item, in the scope around it. */
  record Foreach(
      @Nullable String resultBinding, String variable, Expression iterable, List<Statement> body)
      implements Statement {
    @Override
    public String word() {
      return "foreach";
    }
  }

  /** Calls a method of a plugin. */
  record PluginCall(
      @Nullable String resultBinding, String alias, String method, @Nullable Expression args)
      implements Statement {
    @Override
    public String word() {
      return "plugin_call";
    }
  }

  /** Sends an HTTP request. */
  record Http(
      @Nullable String resultBinding,
      String method,
      Expression url,
      @Nullable Expression headers,
      @Nullable Expression body)
      implements Statement {
    @Override
    public String word() {
      return "http";
    }
  }

  /** Sends an event. */
  record Emit(@Nullable String resultBinding, String event, @Nullable Expression data)
      implements Statement {
    @Override
    public String word() {
      return "emit";
    }
  }

  /**
   * Puts a message into a queue. What a graph's {@code queue_escalation} becomes, too.
   *
   * @param scope slug of the scope; null for that of the program, {@link Program#queueScope()}
   * @param after a duration such as {@code 4h}, before which nobody can take the message; from
   *     {@code after} or {@code delay}. Null for at once
   */
  record QueuePublish(
      @Nullable String resultBinding,
      @Nullable String scope,
      String queue,
      @Nullable String messageType,
      @Nullable Expression payload,
      @Nullable String after)
      implements Statement {
    @Override
    public String word() {
      return "queue_publish";
    }
  }

  /**
   * Takes a message from a queue, and waits until there is one.
   *
   * @param scope slug of the scope; null for that of the program, {@link Program#queueScope()}
   * @param timeout a duration after which the value is null; null to wait for any time
   */
  record QueueConsume(
      @Nullable String resultBinding,
      @Nullable String scope,
      String queue,
      @Nullable String timeout)
      implements Statement {
    @Override
    public String word() {
      return "queue_consume";
    }
  }

  /** Ends the nearest foreach or while. */
  record Break(@Nullable String resultBinding) implements Statement {
    @Override
    public String word() {
      return "break";
    }
  }

  /** Ends this round of the nearest foreach or while. */
  record Continue(@Nullable String resultBinding) implements Statement {
    @Override
    public String word() {
      return "continue";
    }
  }

  /** A statement of an unknown kind; the verifier reports it as E407. */
  record Unknown(@Nullable String resultBinding, String word) implements Statement {}
}
