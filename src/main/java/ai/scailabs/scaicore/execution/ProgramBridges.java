package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.HttpBridge;
import ai.scailabs.scaicore.engine.PluginBridge;

/** The ways out of a program that lead to other people's servers. */
public interface ProgramBridges {

  /** The plugins of an execution's Core. */
  PluginBridge plugins(Execution execution);

  HttpBridge http(Execution execution);
}
