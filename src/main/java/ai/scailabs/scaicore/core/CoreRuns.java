package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.program.Program;

/**
 * What has to follow, in the same transaction, when a Core begins to run (started, resumed,
 * recovered) or ceases to (stopped, paused, suspended).
 */
public interface CoreRuns {
  void running(Core core, Program program);

  void halted(Core core);
}
