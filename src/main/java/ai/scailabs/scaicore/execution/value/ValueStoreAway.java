package ai.scailabs.scaicore.execution.value;

/**
 * The object store did not take, or give, a value, however often it was asked. A run breaks off
 * then, and is claimed again when its lease has ended: nothing of it is lost.
 */
public final class ValueStoreAway extends RuntimeException {

  ValueStoreAway(String what, Throwable cause) {
    super("the object store is away: " + what, cause);
  }
}
