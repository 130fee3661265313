package ai.scailabs.scaicore.engine;

/** A block failed; {@code try} may catch it. */
public final class BlockFailed extends RuntimeException {

  private final transient Failure failure;

  public BlockFailed(Failure failure) {
    super(failure.code() + ": " + failure.message(), null, false, false);
    this.failure = failure;
  }

  public BlockFailed(String code, String message) {
    this(new Failure(code, message));
  }

  public Failure failure() {
    return failure;
  }
}
