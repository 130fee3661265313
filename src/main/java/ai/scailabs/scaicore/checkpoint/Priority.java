package ai.scailabs.scaicore.checkpoint;

/** How urgent a checkpoint is, most urgent first. */
enum Priority {
  CRITICAL,
  HIGH,
  NORMAL,
  LOW;

  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
