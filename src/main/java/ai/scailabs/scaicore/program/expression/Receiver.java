package ai.scailabs.scaicore.program.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value whose members and methods its owner supplies, such as {@code memory.history}. Arguments
 * arrive as plain values: no function and no secret is ever handed to an owner.
 */
public interface Receiver {

  /** The member of this name. */
  @Nullable Object member(String name);

  /** Calls a method. */
  @Nullable Object call(
      String method, List<@Nullable Object> args, Map<String, @Nullable Object> named);

  /**
   * Whether it answers a call of this method itself. Other methods are looked for on its {@link
   * #value}, and so is every method that is given a function, such as {@code filter}.
   */
  default boolean has(String method) {
    return true;
  }

  /** Whether it answers for this member itself. Others are looked for on its {@link #value}. */
  default boolean hasMember(String name) {
    return true;
  }

  /**
   * What it stands for where a plain value is needed: in operators, templates, arguments, lists and
   * results. Itself when it stands for nothing else.
   */
  default @Nullable Object value() {
    return this;
  }
}
