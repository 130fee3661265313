package ai.scailabs.scaicore.program.expression;

import org.jspecify.annotations.Nullable;

/** What the names of an expression stand for. */
public interface Scope {

  /** Whether a name is defined, with whatever value. */
  boolean has(String name);

  /** The value of a defined name; null for a name that is not. */
  @Nullable Object get(String name);
}
