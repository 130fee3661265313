package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.ModelProvider;

/** The models that programs of a tenant can call. */
public interface ModelProviders {

  ModelProvider of(String tenantId);
}
