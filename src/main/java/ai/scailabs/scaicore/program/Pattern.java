package ai.scailabs.scaicore.program;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an arm compares its subject with: any of some literals, or anything ({@code _}). */
public sealed interface Pattern {

  /** {@code _}. */
  record Anything() implements Pattern {}

  /** One literal, or any of a list of them. */
  record AnyOf(List<@Nullable Object> literals) implements Pattern {}
}
