package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;

/** Which Cores of other tenants a Core may call. Implemented where the catalogue is known. */
public interface CoreCallGrants {

  /** Whether a Core may call one of another tenant. */
  boolean allow(RunnableCore caller, RunnableCore target);
}
