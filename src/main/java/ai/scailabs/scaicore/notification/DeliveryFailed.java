package ai.scailabs.scaicore.notification;

import org.jspecify.annotations.Nullable;

/** A try to tell somebody came to nothing. The message is for the tenant's admins. */
final class DeliveryFailed extends Exception {

  private final boolean lasting;
  private final @Nullable Integer status;

  private DeliveryFailed(String message, boolean lasting, @Nullable Integer status) {
    super(message, null, false, false);
    this.lasting = lasting;
    this.status = status;
  }

  /** That may be over a while later. */
  static DeliveryFailed passing(String message) {
    return new DeliveryFailed(message, false, null);
  }

  /** That will be no different later, unless somebody changes something. */
  static DeliveryFailed lasting(String message) {
    return new DeliveryFailed(message, true, null);
  }

  /** With an HTTP status that says so. */
  static DeliveryFailed answered(int status, String message) {
    return new DeliveryFailed(message, false, status);
  }

  boolean isLasting() {
    return lasting;
  }

  /** Null where there was none. */
  @Nullable Integer status() {
    return status;
  }
}
