package ai.scailabs.scaicore.program;

import java.util.List;

/** Rules for a model, in words. */
public record Constraints(List<String> never, List<String> always, List<String> prefer) {

  /** No rules. */
  public static final Constraints NONE = new Constraints(List.of(), List.of(), List.of());
}
