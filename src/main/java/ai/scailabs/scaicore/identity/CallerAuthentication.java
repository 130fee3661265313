package ai.scailabs.scaicore.identity;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** A caller as Spring Security sees them. Its name is what their requests are counted by. */
final class CallerAuthentication extends AbstractAuthenticationToken {

  private final transient Caller caller;
  private final transient Credential credential;
  private final boolean outOfReach;

  CallerAuthentication(CallerCache.Known known) {
    super(List.of());
    caller = known.caller();
    credential = new Credential(known.credential(), known.expiresAt());
    outOfReach = known.outOfReach();
    setAuthenticated(true);
  }

  /** The caller of the request that this thread serves. */
  static Optional<Caller> current() {
    return known().map(CallerAuthentication::getPrincipal);
  }

  static Optional<CallerAuthentication> known() {
    return SecurityContextHolder.getContext().getAuthentication()
            instanceof CallerAuthentication known
        ? Optional.of(known)
        : Optional.empty();
  }

  Credential credential() {
    return credential;
  }

  /** Whether they are here at home, but wanted to act in a tenant that they do not administer. */
  boolean outOfReach() {
    return outOfReach;
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }

  @Override
  public String getCredentials() {
    return "";
  }

  @Override
  public String getName() {
    return credential.id();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CallerAuthentication that
        && that.caller.equals(caller)
        && that.credential.equals(credential)
        && that.outOfReach == outOfReach;
  }

  @Override
  public int hashCode() {
    return caller.hashCode();
  }
}
