package ai.scailabs.scaicore.program.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value whose members and methods its owner supplies, such as {@code memory.history}. */
public interface Receiver {

  /** The member of this name. */
  @Nullable Object member(String name);

  /** Calls a method. */
  @Nullable Object call(
      String method, List<@Nullable Object> args, Map<String, @Nullable Object> named);
}
