package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.engine.HttpBridge;
import ai.scailabs.scaicore.engine.PluginBridge;
import ai.scailabs.scaicore.execution.Execution;
import ai.scailabs.scaicore.execution.ProgramBridges;
import org.springframework.stereotype.Component;

/** Calls plugins and servers for programs. */
@Component
class OutboundBridges implements ProgramBridges {

  @Override
  public PluginBridge plugins(Execution execution) {
    throw new UnsupportedOperationException();
  }

  @Override
  public HttpBridge http(Execution execution) {
    throw new UnsupportedOperationException();
  }
}
