package ai.scailabs.scaicore.scaiflow.client;

import ai.scailabs.scaicore.scaiflow.client.JsonCalls.Call;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Cores of a ScaiGrid. Each method fails with {@link UpstreamFailed}. Source: {@code
 * seeds/api-reference.md} and {@code seeds/publish-as-model.md}.
 */
@Component
public class ScaiGrid {

  private static final String CORES = "/v1/modules/scaicore/cores";
  private static final String YAML = "application/yaml";

  /** What a PUT may bring back of a Core. */
  private static final List<String> EDITABLE =
      List.of(
          "name",
          "runtime_mode",
          "concurrency_mode",
          "entity_key_field",
          "source",
          "environment",
          "resource_limits",
          "checkpoint_mode",
          "privilege_level",
          "metadata");

  private final JsonCalls http;

  ScaiGrid(JsonCalls http) {
    this.http = http;
  }

  /** A new Core of a manifest; sent once, for it must not arrive twice. */
  public DeployedCore create(Target target, String manifest) {
    var bytes = manifest.getBytes(StandardCharsets.UTF_8);
    return core(target, new Call("POST", CORES, bytes, YAML, false));
  }

  /** The same Core by another manifest, which is verified before anything changes. */
  public DeployedCore replace(Target target, String coreId, String manifest) {
    var bytes = manifest.getBytes(StandardCharsets.UTF_8);
    return core(target, new Call("PUT", path(coreId, ""), bytes, YAML, true));
  }

  /** Puts back what a Core was, by how it was shown. Secrets are masked there, which keeps them. */
  public DeployedCore restore(Target target, DeployedCore before) {
    var fields =
        before.view() instanceof ObjectNode view
            ? view.deepCopy().retain(EDITABLE)
            : before.view();
    return core(target, http.json("PUT", path(before.id(), ""), fields, true));
  }

  /** The Core; empty where there is none any more. */
  public Optional<DeployedCore> find(Target target, String coreId) {
    try {
      return Optional.of(core(target, Call.get(path(coreId, ""))));
    } catch (UpstreamFailed e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The Core whose program says that it came from this flow. */
  public Optional<DeployedCore> findBySource(Target target, String sourceId) {
    for (var page : new Pages(http, target, CORES)) {
      for (var view : page) {
        var core = DeployedCore.of(view);
        if (core.sourceId().equals(sourceId)) {
          return Optional.of(core);
        }
      }
    }
    return Optional.empty();
  }

  public DeployedCore start(Target target, String coreId) {
    return core(target, http.post(path(coreId, "/start")));
  }

  /** Stops it where it runs, and starts it; twice is as good as once. */
  public DeployedCore restart(Target target, String coreId) {
    return core(
        target, new Call("POST", path(coreId, "/restart"), new byte[0], null, true));
  }

  /** Puts it into the catalogue; groups that the caller may not write are dropped there. */
  public DeployedCore publish(Target target, String coreId, List<String> groupIds) {
    var body = Map.of("group_ids", groupIds);
    return core(target, http.json("POST", path(coreId, "/publish"), body, false));
  }

  public DeployedCore unpublish(Target target, String coreId) {
    return core(target, http.post(path(coreId, "/unpublish")));
  }

  /** Puts a model into a group, where the caller may; else leaves it as publishing does. */
  public void addToGroup(Target target, String groupId, String slug) {
    try {
      http.send(
          target,
          http.json(
              "POST",
              "/v1/models/groups/" + segment(groupId) + "/models",
              Map.of("models", List.of(slug)),
              true));
    } catch (UpstreamFailed e) {
      if (e.status() != 403 && e.status() != 404) {
        throw e;
      }
    }
  }

  private DeployedCore core(Target target, Call call) {
    return DeployedCore.of(http.send(target, call).path("data"));
  }

  private static String path(String coreId, String rest) {
    return CORES + "/" + segment(coreId) + rest;
  }

  private static String segment(String id) {
    return UriUtils.encode(id, StandardCharsets.UTF_8);
  }
}
