package ai.scailabs.scaicore.publishing;

import ai.scailabs.scaicore.catalogue.Catalogue;
import ai.scailabs.scaicore.catalogue.NewPublication;
import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.core.CoreService;
import ai.scailabs.scaicore.core.Publication;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Service;

/**
 * Puts a Core into the catalogue as a model, and takes it out again. The Core's status stays as it
 * is. Source: {@code seeds/publish-as-model.md}.
 */
@Service
public class PublishingService {

  /** The provider type of the back-ends that are Cores. */
  public static final String PROVIDER = "scaicore";

  private final CoreService cores;
  private final Catalogue catalogue;
  private final Presentations presentations;
  private final AuditTrail audit;
  private final Clock clock;

  PublishingService(
      CoreService cores,
      Catalogue catalogue,
      Presentations presentations,
      AuditTrail audit,
      Clock clock) {
    this.cores = cores;
    this.catalogue = catalogue;
    this.presentations = presentations;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Publishes a Core of the caller's tenant. Of two callers at once one wins, and the other is told
   * that it is published. Groups that the caller may not write are dropped without a word.
   */
  public Core publish(Caller caller, String coreId, Collection<String> groupIds) {
    return cores.change(
        caller.tenantId(),
        coreId,
        core -> {
          if (core.publication().isPresent()) {
            throw new AlreadyPublished();
          }
          var entry = catalogue.publish(publication(caller, core));
          catalogue.addToGroups(caller, entry.modelId(), groupIds);
          core.publishedAs(
              new Publication(entry.modelId(), entry.backendId(), entry.slug()), now());
          audit.record(caller.tenantId(), "core.publish", coreId);
        });
  }

  /** Removes the model of a Core, what is behind it, and its places in groups. */
  public Core unpublish(Caller caller, String coreId) {
    return cores.change(
        caller.tenantId(),
        coreId,
        core -> {
          var publication = core.publication().orElseThrow(NotPublished::new);
          catalogue.remove(core.tenantId(), PublicationSync.entry(publication));
          core.unpublished(now());
          audit.record(caller.tenantId(), "core.unpublish", coreId);
        });
  }

  private NewPublication publication(Caller caller, Core core) {
    var capabilities = new LinkedHashMap<String, Object>();
    capabilities.put("tool_use", true);
    capabilities.put("streaming", false);
    return new NewPublication(
        core.tenantId(),
        "scaicore/" + caller.tenant().slug() + "/" + core.slug(),
        "text",
        capabilities,
        presentations.of(core),
        PROVIDER,
        Map.of("core_id", core.id()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
