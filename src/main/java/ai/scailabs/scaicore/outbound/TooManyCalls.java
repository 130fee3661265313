package ai.scailabs.scaicore.outbound;

/** A tenant has as many calls under way as it may have. */
public final class TooManyCalls extends RuntimeException {

  private final int most;

  TooManyCalls(int most) {
    super("the tenant has " + most + " calls under way; wait for one to end", null, false, false);
    this.most = most;
  }

  public int most() {
    return most;
  }
}
