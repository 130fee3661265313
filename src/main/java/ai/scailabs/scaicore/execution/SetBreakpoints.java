package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Debugging.Breakpoint;
import java.util.List;

/** Where executions of Cores are to stop. Implemented by whoever keeps the breakpoints. */
public interface SetBreakpoints {

  /** Those of a Core, as they were a second ago at most; looked at before each block. */
  List<Breakpoint> of(String tenantId, String coreId);
}
