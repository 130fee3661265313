package ai.scailabs.scaicore.core;

/** A transition ended too late: another replica took it for dead and moved the Core on. */
class TransitionOvertaken extends InvalidCoreTransition {

  TransitionOvertaken(String coreId) {
    super(
        "Core "
            + coreId
            + " was moved on by another replica in the meantime; read its status and try again.");
  }
}
