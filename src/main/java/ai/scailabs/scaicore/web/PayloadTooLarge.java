package ai.scailabs.scaicore.web;

/** A body over the limit of its path: {@code PAYLOAD_TOO_LARGE}. */
public class PayloadTooLarge extends ApiException {

  public PayloadTooLarge() {
    super(ErrorCode.PAYLOAD_TOO_LARGE, "The request is over the limit of this path; send less.");
  }

  /** Names the limit, in bytes. */
  public PayloadTooLarge(long limit) {
    super(
        ErrorCode.PAYLOAD_TOO_LARGE,
        "The body is over the %,d bytes that this path takes; send less.".formatted(limit));
  }
}
