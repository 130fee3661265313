package ai.scailabs.scaicore.execution.event;

/** The types of events that this service makes itself. Source: the engine design, "Events". */
public enum EventType {
  INVOCATION_STARTED("scaicore.runtime.invocation.started"),
  INVOCATION_COMPLETED("scaicore.runtime.invocation.completed"),
  INVOCATION_FAILED("scaicore.runtime.invocation.failed"),
  BLOCK_ENTERED("scaicore.runtime.block.entered"),
  BLOCK_EXITED("scaicore.runtime.block.exited"),
  BLOCK_FAILED("scaicore.runtime.block.failed"),
  ACTIVATED("scaicore.activated"),
  PASSIVATED("scaicore.passivated"),
  DELETED("scaicore.deleted"),
  CHECKPOINT_PENDING("scaicore.checkpoint_pending"),
  CHECKPOINT_RESOLVED("scaicore.checkpoint_resolved");

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  /** As it stands in events. */
  public String text() {
    return text;
  }
}
