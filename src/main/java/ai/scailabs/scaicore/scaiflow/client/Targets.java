package ai.scailabs.scaicore.scaiflow.client;

import ai.scailabs.scaicore.outbound.DestinationRefused;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where to call as whom. */
@Component
public class Targets {

  private final ClientProperties settings;
  private final ThisProcess process;

  Targets(ClientProperties settings, ThisProcess process) {
    this.settings = settings;
    this.process = process;
  }

  /** The ScaiGrid that the operator has named, or this process. */
  public Target scaigrid(String token, @Nullable String tenantId) {
    return new Target(
        trimmed(Objects.requireNonNullElseGet(settings.scaigridUrl(), process::base)),
        token,
        tenantId,
        false);
  }

  /** A ScaiGrid that a tenant has named. */
  public Target chosen(URI base, String token) {
    return new Target(trimmed(base), token, null, true);
  }

  /** The ScaiQueue of a ScaiGrid. One that the operator has named is for the operator's. */
  public Target scaiqueue(Target scaigrid) {
    var named = settings.scaiqueueUrl();
    return named == null || scaigrid.chosenByTenant() ? scaigrid : scaigrid.at(trimmed(named));
  }

  Target scaivault(URI base, @Nullable String tenantId) {
    return new Target(trimmed(base), settings.scaivaultToken(), tenantId, false);
  }

  /**
   * Looks at an address that a tenant names before it is kept.
   *
   * @throws ValidationFailed naming {@code base_url}
   */
  public void checkChosen(URI base) {
    if (base.getRawQuery() != null) {
      throw new ValidationFailed("base_url", "must have no query");
    }
    try {
      settings.tenants().check(base);
    } catch (DestinationRefused e) {
      throw new ValidationFailed("base_url", String.valueOf(e.getMessage()));
    }
  }

  private static URI trimmed(URI base) {
    return URI.create(base.toString().replaceFirst("/+$", ""));
  }
}
