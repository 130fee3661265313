package ai.scailabs.scaicore.scaiflow.deploy;

import org.jspecify.annotations.Nullable;

/** The token of an {@code Authorization} header. */
final class Bearer {

  private static final String SCHEME = "Bearer ";

  private Bearer() {}

  /** Null where there is none. */
  static @Nullable String token(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    var token = header.substring(SCHEME.length()).strip();
    return token.isEmpty() ? null : token;
  }
}
