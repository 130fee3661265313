package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.catalogue.Catalogue;
import ai.scailabs.scaicore.catalogue.Route;
import ai.scailabs.scaicore.engine.ModelProvider.Candidate;
import ai.scailabs.scaicore.identity.Directory;
import org.springframework.stereotype.Component;

/**
 * Finds the models that programs name: {@code scaigrid/<slug>} in the catalogue, as the Core's
 * tenant sees it; {@code <provider>/<model>} on the tenant's own backend of that provider.
 */
@Component
class ModelTargets {

  private static final String CATALOGUE = "scaigrid";
  private static final String OFFLINE = "offline";

  private final Catalogue catalogue;
  private final Directory directory;

  ModelTargets(Catalogue catalogue, Directory directory) {
    this.catalogue = catalogue;
    this.directory = directory;
  }

  ModelTarget find(String tenantId, Candidate candidate) {
    return candidate.provider().equals(CATALOGUE)
        ? inCatalogue(tenantId, candidate.model())
        : onBackend(tenantId, candidate);
  }

  private ModelTarget inCatalogue(String tenantId, String slug) {
    var partner = directory.tenant(tenantId).partnerId();
    return catalogue
        .routeForTenant(tenantId, partner, slug)
        .map(route -> target(tenantId, route))
        .orElseGet(
            () ->
                new ModelTarget.Missing(
                    CATALOGUE + "/" + slug + " is not in the catalogue of this tenant"));
  }

  private static ModelTarget target(String tenantId, Route route) {
    var endpoint = route.endpoint();
    if (endpoint != null) {
      return new ModelTarget.Served(route.slug(), endpoint, !tenantId.equals(route.tenantId()));
    }
    return route.providerType().equals(OFFLINE)
        ? new ModelTarget.Offline(route.slug())
        : new ModelTarget.Missing(
            CATALOGUE
                + "/"
                + route.slug()
                + " is served by "
                + route.providerType()
                + ", which programs cannot call");
  }

  private ModelTarget onBackend(String tenantId, Candidate candidate) {
    var name = candidate.provider() + "/" + candidate.model();
    return catalogue
        .endpoint(tenantId, candidate.provider(), candidate.model())
        .<ModelTarget>map(endpoint -> new ModelTarget.Served(name, endpoint, false))
        .orElseGet(
            () ->
                new ModelTarget.Missing(
                    name + " is on no backend of this tenant (see GET /v1/backends)"));
  }
}
