package ai.scailabs.scaicore.delegation;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.web.ApiException.Detail;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of delegations: {@code word:word}. Those that are permissions of this service must be
 * held; all others are handed on as they are. Source: the HTTP contract, "Where the seeds leave a
 * choice".
 */
final class Scopes {

  /** How many one delegation may have. */
  static final int MOST = 100;

  private static final Pattern SCOPE = Pattern.compile("[a-z][a-z0-9_]{0,62}:[a-z][a-z0-9_]{0,62}");

  private Scopes() {}

  /** The scopes that were given, each once. */
  static List<String> of(@Nullable List<@Nullable String> given) {
    if (given == null || given.isEmpty()) {
      throw new InvalidDelegation("scopes", "must name at least one scope, such as models:use");
    }
    if (given.size() > MOST) {
      throw new InvalidDelegation("scopes", "has more than " + MOST + " entries");
    }
    var wrong = new ArrayList<Detail>();
    var scopes = new LinkedHashSet<String>();
    for (int i = 0; i < given.size(); i++) {
      var scope = given.get(i);
      if (scope == null || !SCOPE.matches(scope)) {
        wrong.add(
            new Detail(
                "scopes[" + i + "]",
                "must be two words of a-z, 0-9 and _ with a colon between, such as models:use"));
      } else {
        scopes.add(scope);
      }
    }
    if (!wrong.isEmpty()) {
      throw new InvalidDelegation(wrong);
    }
    return List.copyOf(scopes);
  }

  /** Fails where one of them is more than the granter, or than the user, may do. */
  static void requireHeld(List<String> scopes, Caller granter, Set<Permission> ofUser) {
    var wrong = new ArrayList<Detail>();
    for (int i = 0; i < scopes.size(); i++) {
      var scope = scopes.get(i);
      var field = "scopes[" + i + "]";
      if (!isHeld(scope, granter::holds)) {
        wrong.add(new Detail(field, "is " + scope + ", which you do not hold; leave it out"));
      } else if (!isHeld(scope, permission -> permission.isIn(ofUser))) {
        wrong.add(
            new Detail(
                field, "is " + scope + ", which the delegated user does not hold; leave it out"));
      }
    }
    if (!wrong.isEmpty()) {
      throw new InvalidDelegation(wrong);
    }
  }

  /** Those that a user still holds. */
  static List<String> held(List<String> scopes, Set<Permission> ofUser) {
    return scopes.stream()
        .filter(scope -> isHeld(scope, permission -> permission.isIn(ofUser)))
        .toList();
  }

  private static boolean isHeld(String scope, Predicate<Permission> holding) {
    return Permission.of(scope).map(holding::test).orElse(true);
  }
}
