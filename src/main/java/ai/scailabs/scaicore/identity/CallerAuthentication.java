package ai.scailabs.scaicore.identity;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** A caller as Spring Security sees them. Its name is what their requests are counted by. */
final class CallerAuthentication extends AbstractAuthenticationToken {

  private final transient Caller caller;
  private final String credential;

  /**
   * @param credential id of the API key; for other tokens, of the user
   */
  CallerAuthentication(Caller caller, String credential) {
    super(List.of());
    this.caller = caller;
    this.credential = credential;
    setAuthenticated(true);
  }

  /** The caller of the request that this thread serves. */
  static Optional<Caller> current() {
    return SecurityContextHolder.getContext().getAuthentication()
            instanceof CallerAuthentication known
        ? Optional.of(known.caller)
        : Optional.empty();
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
    return credential;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CallerAuthentication that
        && that.caller.equals(caller)
        && that.credential.equals(credential);
  }

  @Override
  public int hashCode() {
    return caller.hashCode();
  }
}
