package ai.scailabs.scaicore.scaiflow.client;

import ai.scailabs.scaicore.scaiflow.client.JsonCalls.Call;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.util.UriUtils;

/** A ScaiVault elsewhere: {@code GET·PUT·DELETE /v1/secrets/{path}} {@code {data, secret_type}}. */
final class RemoteVault implements ScaiVault {

  private final JsonCalls http;
  private final Targets targets;
  private final URI base;

  RemoteVault(JsonCalls http, Targets targets, URI base) {
    this.http = http;
    this.targets = targets;
    this.base = base;
  }

  @Override
  public boolean joinsTransactions() {
    return false;
  }

  @Override
  public Optional<Map<String, String>> read(String tenantId, String path) {
    try {
      var data = new LinkedHashMap<String, String>();
      http.send(targets.scaivault(base, tenantId), Call.get(path(path)))
          .path("data")
          .properties()
          .forEach(entry -> data.put(entry.getKey(), entry.getValue().asString("")));
      return Optional.of(data);
    } catch (UpstreamFailed e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw new VaultFailed(e);
    }
  }

  @Override
  public void write(String tenantId, String path, Map<String, String> data, String type) {
    var body = Map.of("data", data, "secret_type", type);
    try {
      http.send(targets.scaivault(base, tenantId), http.json("PUT", path(path), body, true));
    } catch (UpstreamFailed e) {
      throw new VaultFailed(e);
    }
  }

  @Override
  public void delete(String tenantId, String path) {
    try {
      http.send(
          targets.scaivault(base, tenantId),
          new Call("DELETE", path(path), new byte[0], null, true));
    } catch (UpstreamFailed e) {
      if (e.status() != 404) {
        throw new VaultFailed(e);
      }
    }
  }

  private static String path(String path) {
    return "/v1/secrets/" + UriUtils.encodePath(path, StandardCharsets.UTF_8);
  }
}
