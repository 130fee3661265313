package ai.scailabs.scaicore.program;

import java.util.List;

/**
 * Rules for a model, in words.
 *
 * @param inherit whether those of the program hold beside a block's own
 */
public record Constraints(
    List<String> never, List<String> always, List<String> prefer, boolean inherit) {

  /** No rules. */
  public static final Constraints NONE = new Constraints(List.of(), List.of(), List.of());

  public Constraints(List<String> never, List<String> always, List<String> prefer) {
    this(never, always, prefer, true);
  }
}
