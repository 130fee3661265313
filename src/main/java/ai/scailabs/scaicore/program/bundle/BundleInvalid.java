package ai.scailabs.scaicore.program.bundle;

import org.jspecify.annotations.Nullable;

/**
 * A file is no bundle that can be read. The message is one of the two sentences of the program
 * format, "Bundle".
 */
public final class BundleInvalid extends RuntimeException {

  private final @Nullable String detail;

  BundleInvalid(String message, @Nullable String detail) {
    super(message, null, false, false);
    this.detail = detail;
  }

  static BundleInvalid because(String reason) {
    return new BundleInvalid("Failed to parse bundle: " + reason, null);
  }

  static BundleInvalid neither(@Nullable String detail) {
    return new BundleInvalid("File is neither a valid .scaicore-ir bundle nor JSON", detail);
  }

  /** Where the JSON breaks off, when the file looks like JSON; else null. */
  public @Nullable String detail() {
    return detail;
  }
}
