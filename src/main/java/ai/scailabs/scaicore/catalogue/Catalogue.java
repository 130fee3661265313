package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The models that can be chatted with. A model is visible to its tenant's callers and, through
 * groups, to whoever a group's scope covers; a caller restricted to groups sees only models in
 * them. Writing methods join the transaction that is open.
 */
@Service
public class Catalogue {

  private final VisibleModels models;
  private final ModelRows rows;
  private final ModelGroups groups;
  private final BackendRows backends;

  Catalogue(VisibleModels models, ModelRows rows, ModelGroups groups, BackendRows backends) {
    this.models = models;
    this.rows = rows;
    this.groups = groups;
    this.backends = backends;
  }

  /** The models that the caller sees, newest first. */
  public Page<DatedModel> models(Caller caller, Paging paging) {
    return models.page(Audience.of(caller), paging);
  }

  /** A model that the caller sees; fails with {@link ModelNotFound}. */
  public DatedModel model(Caller caller, String slug) {
    return Optional.of(slug)
        .filter(Catalogue::isPossible)
        .flatMap(s -> models.find(Audience.of(caller), s))
        .orElseThrow(() -> new ModelNotFound(slug));
  }

  /** Where a chat of the caller with a model goes; empty when they do not see such a model. */
  public Optional<Route> route(Caller caller, String slug) {
    return route(Audience.of(caller), slug);
  }

  /** Where a program of the tenant finds the model it names as {@code scaigrid/<slug>}. */
  public Optional<Route> routeForTenant(String tenantId, String partnerId, String slug) {
    return route(new Audience(tenantId, partnerId, Optional.empty()), slug);
  }

  /**
   * Where a program of the tenant finds the model that it names as {@code <provider>/<model>};
   * empty where the tenant has no backend of that provider, or one that does not offer the model.
   */
  public Optional<Endpoint> endpoint(String tenantId, String provider, String model) {
    return isPossible(provider) && isPossible(model)
        ? backends.endpoint(tenantId, provider, model)
        : Optional.empty();
  }

  /** Adds a model and its back-end. Fails with {@code SLUG_CONFLICT} where the slug is taken. */
  @Transactional
  public CatalogueEntry publish(NewPublication publication) {
    return rows.insert(publication);
  }

  /** Rewrites how a model of the tenant presents itself; slug and capabilities stay. */
  @Transactional
  public void update(String tenantId, String modelId, Presentation presentation) {
    rows.update(tenantId, modelId, presentation);
  }

  /** Takes a model of the tenant out of every group and removes it and its back-end. */
  @Transactional
  public void remove(String tenantId, CatalogueEntry publication) {
    rows.delete(tenantId, publication);
  }

  /**
   * Puts a model of the tenant that the caller acts in into groups, as far as the scope table of
   * {@code seeds/publish-as-model.md} lets them; other groups are dropped without a word, all of
   * them for a caller without {@code models:manage}.
   *
   * @return the groups it was put into
   */
  @Transactional
  public Set<String> addToGroups(Caller caller, String modelId, Collection<String> groupIds) {
    return groupIds.isEmpty() || !caller.holds(Permission.MODELS_MANAGE)
        ? Set.of()
        : groups.addMember(
            caller, modelId, groupIds.stream().filter(Catalogue::isPossible).toList());
  }

  /**
   * Adds a model group; one of the same id stays as it is.
   *
   * @param scopeId the partner or the tenant; null for a global group
   */
  @Transactional
  public void addGroup(String id, String name, GroupScope scope, @Nullable String scopeId) {
    groups.add(id, name, scope, scopeId);
  }

  private Optional<Route> route(Audience audience, String slug) {
    return isPossible(slug) ? models.route(audience, slug) : Optional.empty();
  }

  /** PostgreSQL takes no text with a NUL in it, so there is nothing of that name. */
  private static boolean isPossible(String key) {
    return key.indexOf('\0') < 0;
  }
}
