package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.HttpBridge;
import ai.scailabs.scaicore.engine.PluginBridge;

/** The ways out of a program that lead to other people's servers. */
public interface ProgramBridges {

  /**
   * The plugins of an execution's Core.
   *
   * @param permit run before each try of a call, after it has waited; what it throws ends the call
   */
  PluginBridge plugins(Execution execution, Runnable permit);

  /** As {@link #plugins}. */
  HttpBridge http(Execution execution, Runnable permit);
}
