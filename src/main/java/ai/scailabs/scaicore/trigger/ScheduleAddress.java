package ai.scailabs.scaicore.trigger;

/** Which trigger of which Core a scheduled task is of. */
record ScheduleAddress(String tenantId, String coreId, String trigger) {

  /** As {@code {tenant}/{core}/{trigger}}; ids have no slash. */
  static ScheduleAddress of(String instance) {
    var parts = instance.split("/", 3);
    return new ScheduleAddress(parts[0], parts[1], parts[2]);
  }

  String instance() {
    return ofCore(tenantId, coreId) + trigger;
  }

  /** What the tasks of a Core begin with. */
  static String ofCore(String tenantId, String coreId) {
    return tenantId + "/" + coreId + "/";
  }
}
