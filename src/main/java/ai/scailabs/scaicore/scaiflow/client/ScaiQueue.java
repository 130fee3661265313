package ai.scailabs.scaicore.scaiflow.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/**
 * Scopes and queues of a ScaiQueue, each as it is shown there. Each method fails with {@link
 * UpstreamFailed}. Source: {@code design/scaiflow.md}, "ScaiQueue".
 */
@Component
public class ScaiQueue {

  private static final String SCOPES = "/v1/modules/scaiqueue/scopes";

  private final JsonCalls http;

  ScaiQueue(JsonCalls http) {
    this.http = http;
  }

  /** The scope of this slug. */
  public Optional<JsonNode> scope(Target target, String slug) {
    return find(target, SCOPES, slug);
  }

  public JsonNode createScope(Target target, String slug) {
    var body = Map.of("slug", slug, "display_name", slug);
    return http.send(target, http.json("POST", SCOPES, body, false)).path("data");
  }

  /** The queue of this slug in a scope. */
  public Optional<JsonNode> queue(Target target, String scopeId, String slug) {
    return find(target, queues(scopeId), slug);
  }

  public JsonNode createQueue(Target target, String scopeId, Map<String, Object> settings) {
    return http.send(target, http.json("POST", queues(scopeId), settings, false)).path("data");
  }

  private Optional<JsonNode> find(Target target, String path, String slug) {
    for (var page : new Pages(http, target, path)) {
      for (var item : page) {
        if (item.path("slug").asString("").equals(slug)) {
          return Optional.of(item);
        }
      }
    }
    return Optional.empty();
  }

  private static String queues(String scopeId) {
    return SCOPES + "/" + UriUtils.encode(scopeId, StandardCharsets.UTF_8) + "/queues";
  }
}
