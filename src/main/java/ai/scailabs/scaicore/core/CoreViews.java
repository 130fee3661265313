package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.RawJson;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Shows Cores. */
@Component
public class CoreViews {

  private final JsonMapper json;

  CoreViews(JsonMapper json) {
    this.json = json;
  }

  /** What a caller sees of a Core. */
  public CoreView of(Core core) {
    var c = core.configuration();
    return new CoreView(
        core.id(),
        core.tenantId(),
        core.name(),
        core.slug(),
        core.status(),
        core.statusReason(),
        c.runtimeMode(),
        c.concurrencyMode(),
        c.entityKeyField(),
        new RawJson(c.source()),
        new RawJson(c.plugins()),
        new RawJson(c.environment()),
        new RawJson(c.resourceLimits()),
        c.checkpointMode(),
        c.privilegeLevel(),
        new RawJson(metadata(c.metadata(), core.publication())),
        core.avatarUrl(),
        core.identityMode(),
        core.version(),
        core.createdBy(),
        core.createdAt(),
        core.updatedAt(),
        core.startedAt());
  }

  /** A Core's metadata with the keys of its publication, which are kept in columns. */
  String metadata(String own, Optional<Publication> publication) {
    if (publication.isEmpty()) {
      return own;
    }
    var shown = (ObjectNode) json.readTree(own);
    shown.put("published", true);
    shown.put("published_model_id", publication.get().modelId());
    shown.put("published_backend_id", publication.get().backendId());
    shown.put("published_slug", publication.get().slug());
    return shown.toString();
  }
}
