package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.secrets.SecretAddress;
import ai.scailabs.scaicore.secrets.SecretBox;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The keys of model servers: sealed to be stored, opened to be sent. */
@Component
public class BackendKeys {

  /** The name in a key's address. */
  static final String NAME = "api_key";

  private final BackendRows rows;
  private final SecretBox box;

  BackendKeys(BackendRows rows, SecretBox box) {
    this.rows = rows;
    this.box = box;
  }

  /** Where a key belongs, as {@link SecretBox} binds it. */
  static SecretAddress address(String tenantId, String backendId) {
    return new SecretAddress(tenantId, backendId, NAME);
  }

  byte @Nullable [] sealed(String tenantId, String backendId, @Nullable String key) {
    return key == null ? null : box.seal(address(tenantId, backendId), key);
  }

  /**
   * The key to send to an endpoint; empty for a server that takes none.
   *
   * @throws EndpointChanged where the backend is not any more as the endpoint has it: a key is sent
   *     to nobody but whom it was stored with
   */
  public Optional<String> open(Endpoint endpoint) {
    var sealed = rows.sealedKey(endpoint).orElseThrow(() -> new EndpointChanged(endpoint));
    return sealed.length == 0
        ? Optional.empty()
        : Optional.of(box.open(address(endpoint.tenantId(), endpoint.backendId()), sealed));
  }

  /**
   * The endpoint as its backend has it now.
   *
   * @throws EndpointChanged where the backend is gone, or does not offer the model any more
   */
  public Endpoint current(Endpoint endpoint) {
    return rows.current(endpoint).orElseThrow(() -> new EndpointChanged(endpoint));
  }

  /** Somebody changed or deleted the backend after the endpoint was read. */
  public static final class EndpointChanged extends RuntimeException {

    EndpointChanged(Endpoint endpoint) {
      super("the backend of the provider " + endpoint.provider() + " was changed meanwhile");
    }
  }
}
