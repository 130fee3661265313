package ai.scailabs.scaicore.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What a token of the identity provider says. Source: the HTTP contract, "Authentication".
 *
 * @param partnerId null: not said
 * @param roles a super admin is a partner admin here: a token reaches no further than its partner
 * @param groups names, sorted
 * @param email null: not said, or not said to be verified
 */
record TokenClaims(
    String subject,
    String tenantId,
    @Nullable String partnerId,
    Set<BuiltInRole> roles,
    Set<String> groups,
    @Nullable String email,
    @Nullable String name,
    Instant issuedAt) {

  private static final int MAX_ID = 255;
  private static final int MAX_NAME = 200;
  private static final int MAX_EMAIL = 254;

  /** Empty where the token does not say who it is for, in text that can be stored. */
  static Optional<TokenClaims> of(Jwt token) {
    var subject = id(token, "sub");
    var tenant = id(token, "tenant_id");
    var partner = id(token, "partner_id");
    boolean partnerUnreadable = partner == null && token.getClaims().get("partner_id") != null;
    if (subject == null || tenant == null || partnerUnreadable) {
      return Optional.empty();
    }
    var email = text(token, "email", MAX_EMAIL);
    return Optional.of(
        new TokenClaims(
            subject,
            tenant,
            partner,
            words(token, "role")
                .flatMap(word -> BuiltInRole.of(word).stream())
                .map(TokenClaims::withinPartner)
                .collect(Collectors.toUnmodifiableSet()),
            words(token, "groups").collect(Collectors.toCollection(TreeSet::new)),
            email != null && email.indexOf('@') > 0 && isVerified(token) ? email : null,
            text(token, "name", MAX_NAME),
            // The decoder says expiry less a second where the token does not say: later is newer.
            Objects.requireNonNullElse(token.getIssuedAt(), Instant.EPOCH)));
  }

  static BuiltInRole withinPartner(BuiltInRole role) {
    return role == BuiltInRole.SUPER_ADMIN ? BuiltInRole.PARTNER_ADMIN : role;
  }

  private static boolean isVerified(Jwt token) {
    var verified = token.getClaims().get("email_verified");
    return Boolean.TRUE.equals(verified) || "true".equals(verified);
  }

  /** Taken to the letter: two that differ only in blanks are not the same. */
  private static @Nullable String id(Jwt token, String claim) {
    var text = text(token, claim, MAX_ID);
    return text != null && text.equals(token.getClaims().get(claim)) ? text : null;
  }

  private static @Nullable String text(Jwt token, String claim, int max) {
    return token.getClaims().get(claim) instanceof String text ? readable(text, max) : null;
  }

  /** A word, or a list of them. */
  private static Stream<String> words(Jwt token, String claim) {
    Collection<?> items =
        switch (token.getClaims().get(claim)) {
          case String word -> List.of(word);
          case Collection<?> list -> list;
          case null, default -> List.of();
        };
    return items.stream()
        .filter(String.class::isInstance)
        .map(item -> readable((String) item, MAX_NAME))
        .flatMap(Stream::ofNullable);
  }

  /** The text on one line, trimmed; null where nothing is left, or no column would take it. */
  private static @Nullable String readable(String text, int max) {
    var stripped = text.strip();
    boolean odd =
        stripped.isEmpty()
            || stripped.length() > max
            || stripped
                .codePoints()
                .anyMatch(
                    c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    return odd ? null : stripped;
  }
}
