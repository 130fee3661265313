package ai.scailabs.scaicore.program.manifest;

/** A manifest is larger than {@link ManifestReader#MAX_BYTES}. */
public final class ManifestTooLarge extends RuntimeException {

  ManifestTooLarge() {
    super("The manifest is over 1 MB", null, false, false);
  }
}
