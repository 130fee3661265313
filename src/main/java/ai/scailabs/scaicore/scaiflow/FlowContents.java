package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.storage.ObjectKey;
import ai.scailabs.scaicore.storage.ObjectStore;
import ai.scailabs.scaicore.storage.StorageFailed;
import ai.scailabs.scaicore.web.RawJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Contents of flows in the object store, at {@code flows/{tenant_id}/{flow_id}/v{version}.flow.json}:
 * written once, never changed. Source: {@code design/scaiflow.md}, "REST".
 */
@Component
public class FlowContents {

  private static final int MAX_BYTES = 16 * 1024 * 1024;
  private static final TypeReference<Map<String, @Nullable Object>> CONTENT =
      new TypeReference<>() {};

  private final ObjectStore store;
  private final JsonMapper json;

  FlowContents(ObjectStore store, JsonMapper json) {
    this.store = store;
    this.json = json;
  }

  void put(String tenantId, String flowId, String version, String text) {
    store.put(
        key(tenantId, flowId, version), text.getBytes(StandardCharsets.UTF_8), "application/json");
  }

  RawJson get(String tenantId, String flowId, String version) {
    var key = key(tenantId, flowId, version);
    return store
        .get(key, MAX_BYTES)
        .map(object -> new RawJson(new String(object.bytes(), StandardCharsets.UTF_8)))
        .orElseThrow(() -> StorageFailed.unreadable(key, "is not there"));
  }

  /** The content of a flow in a version, as a compiler takes it. */
  public Map<String, @Nullable Object> version(Flow flow, String version) {
    return json.readValue(get(flow.tenantId(), flow.id(), version).text(), CONTENT);
  }

  /** A content out of a request, as a compiler takes it. */
  public Map<String, @Nullable Object> plain(ObjectNode content) {
    return json.convertValue(content, CONTENT);
  }

  /** The fingerprint of a content, by which the same one is known. */
  static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectKey key(String tenantId, String flowId, String version) {
    return ObjectKey.of("flows", tenantId, flowId, "v" + version + ".flow.json");
  }
}
