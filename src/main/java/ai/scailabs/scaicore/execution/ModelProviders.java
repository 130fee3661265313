package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.ModelProvider;

/** The models that programs can call. */
public interface ModelProviders {

  /**
   * Those of an execution: its tenant's.
   *
   * @param permit run before each try of a call, after it has waited; what it throws ends the call
   */
  ModelProvider of(Execution execution, Runnable permit);
}
