package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.scaiflow.FlowProperties.DeployAuth;
import ai.scailabs.scaicore.scaiflow.client.ScaiVault;
import ai.scailabs.scaicore.scaiflow.client.Target;
import ai.scailabs.scaicore.scaiflow.client.Targets;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * As whom a deploy calls ScaiGrid: as the caller; else with the tenant's key out of the vault;
 * else, with {@code scaicore.demo}, with {@code SCAIGRID_API_KEY}. A caller's token goes only where
 * the operator has said, never to an address that a tenant has named. Source: {@code
 * seeds/scaiflow-deploy.md}, "The deploy auth flow".
 */
@Component
public class Credentials {

  private static final String API_KEY = "api_key";
  private static final String BASE_URL = "base_url";

  private final FlowProperties settings;
  private final ScaiGridProperties development;
  private final Targets targets;
  private final ScaiVault vault;
  private final Directory directory;
  private final boolean demo;

  Credentials(
      FlowProperties settings,
      ScaiGridProperties development,
      Targets targets,
      ScaiVault vault,
      Directory directory,
      Environment environment) {
    this.settings = settings;
    this.development = development;
    this.targets = targets;
    this.vault = vault;
    this.directory = directory;
    this.demo = environment.getProperty("scaicore.demo", Boolean.class, false);
  }

  /** The key of a tenant, and of which ScaiGrid it is; null: of the operator's. */
  record Key(String apiKey, @Nullable String baseUrl) {

    /** Without the key. */
    @Override
    public String toString() {
      return "Key[…]";
    }
  }

  /**
   * For a deploy of this caller.
   *
   * @param token that they came with
   */
  public Target of(Caller caller, @Nullable String token) {
    if (token != null && settings.deployAuth() == DeployAuth.JWT) {
      return targets.scaigrid(token, caller.tenantId());
    }
    return keyed(caller.tenantId()).orElseThrow(CredentialsMissing::new);
  }

  /** For {@code POST /v1/dev/deploy}, where nobody is known. */
  public Target ofNobody() {
    var wanted = settings.devTenant();
    var target =
        wanted == null
            ? demonstration(null)
            : keyed(directory.tenantBySlug(wanted).map(Tenant::id).orElse(wanted));
    return target.orElseThrow(CredentialsMissing::new);
  }

  /** What the vault has for a tenant. */
  Optional<Key> stored(String tenantId) {
    return vault
        .read(tenantId, path(tenantId))
        .filter(data -> data.containsKey(API_KEY))
        .map(data -> new Key(data.getOrDefault(API_KEY, ""), data.get(BASE_URL)));
  }

  void store(String tenantId, Key key) {
    var data = new LinkedHashMap<String, String>();
    data.put(API_KEY, key.apiKey());
    if (key.baseUrl() != null) {
      data.put(BASE_URL, key.baseUrl());
    }
    vault.write(tenantId, path(tenantId), data, API_KEY);
  }

  void delete(String tenantId) {
    vault.delete(tenantId, path(tenantId));
  }

  private Optional<Target> keyed(String tenantId) {
    return stored(tenantId).map(key -> target(key, tenantId)).or(() -> demonstration(tenantId));
  }

  /** A key may be of one who may act in many tenants: it acts in this one, or is refused. */
  private Target target(Key key, String tenantId) {
    var base = key.baseUrl();
    return base == null
        ? targets.scaigrid(key.apiKey(), tenantId)
        : targets.chosen(URI.create(base), key.apiKey());
  }

  private Optional<Target> demonstration(@Nullable String tenantId) {
    var key = development.apiKey();
    return key == null || !demo ? Optional.empty() : Optional.of(targets.scaigrid(key, tenantId));
  }

  private static String path(String tenantId) {
    return "tenants/" + tenantId + "/scaigrid_api_key";
  }
}
