package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.ModelProvider;

/** The models that programs can call. */
public interface ModelProviders {

  /** Those of an execution: its tenant's. */
  ModelProvider of(Execution execution);
}
