package ai.scailabs.scaicore.identity;

import org.jspecify.annotations.Nullable;

/** The token that an {@code Authorization} header brings. */
public final class BearerToken {

  private static final String SCHEME = "Bearer ";

  private BearerToken() {}

  /** Null where there is none, or one of another scheme. */
  public static @Nullable String of(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    var token = header.substring(SCHEME.length()).trim();
    return token.isEmpty() ? null : token;
  }
}
