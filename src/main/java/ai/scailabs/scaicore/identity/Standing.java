package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Whether the caller of a request that lasts is still who they were when it began. A handler takes
 * it as a parameter. Source: {@code contract.md}, a revocation counts at once on every replica.
 */
public final class Standing {

  private final Callers callers;
  private final Caller caller;
  private final String token;
  private final @Nullable String tenant;

  Standing(Callers callers, Caller caller, String token, @Nullable String tenant) {
    this.callers = callers;
    this.caller = caller;
    this.token = token;
    this.tenant = tenant;
  }

  /**
   * False once their token is good no more, or their permissions, roles or groups have changed.
   * While the directory cannot be read they stay who they were.
   */
  public boolean lasts() {
    try {
      return callers.caller(token, tenant).caller().equals(caller);
    } catch (ApiException e) {
      return false;
    } catch (DataAccessException e) {
      return true;
    }
  }
}
