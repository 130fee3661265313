package ai.scailabs.scaicore.program.bundle;

/** A bundle is larger than {@link BundleReader#MAX_BYTES}. */
public final class BundleTooLarge extends RuntimeException {

  BundleTooLarge() {
    super("Bundle exceeds 10 MB limit", null, false, false);
  }
}
