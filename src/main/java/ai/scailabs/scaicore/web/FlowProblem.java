package ai.scailabs.scaicore.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an error of ScaiFlow says beyond its code and message; see {@link FlowError}. */
public interface FlowProblem {

  /** What to do about it; null where the message has said so. */
  @Nullable String fix();

  /** Further members of the error's {@code detail}, such as {@code core_id}. */
  Map<String, Object> members();
}
