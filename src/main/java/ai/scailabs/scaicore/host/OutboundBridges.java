package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.engine.HttpBridge;
import ai.scailabs.scaicore.engine.PluginBridge;
import ai.scailabs.scaicore.execution.Execution;
import ai.scailabs.scaicore.execution.ProgramBridges;
import ai.scailabs.scaicore.plugin.CallingCore;
import ai.scailabs.scaicore.plugin.HttpCalls;
import ai.scailabs.scaicore.plugin.PluginCalls;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Calls plugins and servers for programs. */
@Component
class OutboundBridges implements ProgramBridges {

  private final PluginCalls plugins;
  private final HttpCalls http;

  OutboundBridges(PluginCalls plugins, HttpCalls http) {
    this.plugins = plugins;
    this.http = http;
  }

  @Override
  public PluginBridge plugins(Execution execution, Runnable permit) {
    var core = core(execution, permit);
    return new PluginBridge() {
      @Override
      public @Nullable Object call(Call call) {
        return plugins.call(core, call);
      }

      @Override
      public List<Tool> methods(Target target) {
        return plugins.methods(core, target);
      }
    };
  }

  @Override
  public HttpBridge http(Execution execution, Runnable permit) {
    var core = core(execution, permit);
    return request -> http.send(core, request);
  }

  private static CallingCore core(Execution execution, Runnable permit) {
    return new CallingCore(
        execution.tenantId(),
        execution.coreId(),
        execution.id(),
        execution.environment().text(),
        permit);
  }
}
