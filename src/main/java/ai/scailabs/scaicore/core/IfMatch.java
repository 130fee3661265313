package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ValidationFailed;
import org.jspecify.annotations.Nullable;

/** The header by which a caller says what version of a Core they have seen. */
final class IfMatch {

  private IfMatch() {}

  /** The version; null where there is no header or any version will do. */
  static @Nullable Long version(@Nullable String header) {
    if (header == null || header.strip().equals("*")) {
      return null;
    }
    try {
      return Long.valueOf(header.replaceAll("^(W/)?\"|\"$", "").strip());
    } catch (NumberFormatException e) {
      throw new ValidationFailed(
          "If-Match",
          "must be the Core's version, such as \"3\"; leave it out to write regardless");
    }
  }
}
