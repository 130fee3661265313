package ai.scailabs.scaicore.engine;

import java.util.List;

/** A block failed; {@code try} may catch it. */
public final class BlockFailed extends RuntimeException {

  private final transient Failure failure;
  private final transient List<String> redo;

  public BlockFailed(Failure failure) {
    this(failure, List.of());
  }

  /**
   * @param redo the steps that a retry runs again
   */
  BlockFailed(Failure failure, List<String> redo) {
    super(failure.code() + ": " + failure.message(), null, false, false);
    this.failure = failure;
    this.redo = List.copyOf(redo);
  }

  public BlockFailed(String code, String message) {
    this(new Failure(code, message));
  }

  public Failure failure() {
    return failure;
  }

  List<String> redo() {
    return redo;
  }
}
