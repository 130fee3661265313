package ai.scailabs.scaicore.scaiflow.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A server, and as whom it is called.
 *
 * @param base its address, without a slash at the end
 * @param token the bearer token
 * @param tenantId the tenant to act in; null: the token's own
 * @param chosenByTenant whether a tenant named the address, so that it must be a public one
 */
public record Target(
    URI base, @Nullable String token, @Nullable String tenantId, boolean chosenByTenant) {

  /** The same caller at another address that the operator has named. */
  Target at(URI other) {
    return new Target(other, token, tenantId, false);
  }

  /** Its address as messages show it: without a user and a password. */
  String shown() {
    var user = base.getRawUserInfo();
    return user == null ? base.toString() : base.toString().replace(user + "@", "");
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "Target[" + shown() + "]";
  }
}
