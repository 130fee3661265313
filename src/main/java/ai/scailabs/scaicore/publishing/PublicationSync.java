package ai.scailabs.scaicore.publishing;

import ai.scailabs.scaicore.catalogue.Catalogue;
import ai.scailabs.scaicore.catalogue.CatalogueEntry;
import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.core.CoreDeletion;
import ai.scailabs.scaicore.core.CoreEdited;
import ai.scailabs.scaicore.core.Publication;
import org.springframework.stereotype.Component;

/** Keeps what is published like its Core, in the transaction that changes or deletes the Core. */
@Component
class PublicationSync implements CoreEdited, CoreDeletion {

  private final Catalogue catalogue;
  private final Presentations presentations;

  PublicationSync(Catalogue catalogue, Presentations presentations) {
    this.catalogue = catalogue;
    this.presentations = presentations;
  }

  /**
   * Rewrites display name, description, system prompt template, avatar and metadata of a Core's
   * model; does nothing for a Core that is not published.
   */
  void sync(Core core) {
    core.publication()
        .ifPresent(
            publication ->
                catalogue.update(core.tenantId(), publication.modelId(), presentations.of(core)));
  }

  @Override
  public void edited(Core core) {
    sync(core);
  }

  @Override
  public void deleting(Core core) {
    core.publication()
        .ifPresent(publication -> catalogue.remove(core.tenantId(), entry(publication)));
  }

  static CatalogueEntry entry(Publication publication) {
    return new CatalogueEntry(publication.modelId(), publication.backendId(), publication.slug());
  }
}
