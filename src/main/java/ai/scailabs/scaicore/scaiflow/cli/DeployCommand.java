package ai.scailabs.scaicore.scaiflow.cli;

import ai.scailabs.scaicore.scaiflow.compiler.FlowCompiler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code deploy FILE [--publish-as-model] [--group-id ID]… [--flow FLOW_ID] [--json]}. A graph that
 * does not compile here is not sent.
 */
final class DeployCommand {

  private final Terminal terminal;
  private final Map<String, String> variables;
  private final Duration pause;

  DeployCommand(Terminal terminal, Map<String, String> variables, Duration pause) {
    this.terminal = terminal;
    this.variables = variables;
    this.pause = pause;
  }

  Ending run(List<String> given) throws CommandFailed {
    var arguments =
        Arguments.of(given, Set.of("--publish-as-model", "--json"), Set.of("--group-id", "--flow"));
    var flow = arguments.one("--flow");
    if (flow != null && !flow.matches("[A-Za-z0-9_-]{1,100}")) {
      throw CommandFailed.misused("--flow takes the id of a flow, such as flow_01k…: not " + flow);
    }
    var settings = Settings.of(variables);
    var file = FlowFile.read(arguments.onlyFile(), terminal.in());
    var verdict = Verdict.of(file, FlowCompiler.compile(file.content()).diagnostics());
    terminal.tell(verdict.lines());
    if (!verdict.valid()) {
      terminal.tell(file.shown() + ": " + verdict.summary() + "; nothing was sent.");
      return Ending.REFUSED;
    }
    try (var transport = new Transport(settings, pause)) {
      var server = new FlowServer(transport, file);
      var id = stored(server, file, flow);
      var deployment =
          server.deploy(id, arguments.has("--publish-as-model"), arguments.all("--group-id"));
      show(settings, file, id, deployment, arguments.has("--json"));
    }
    return Ending.DONE;
  }

  private static String stored(FlowServer server, FlowFile file, @Nullable String given)
      throws CommandFailed {
    var name = file.name();
    if (given == null && name == null) {
      throw CommandFailed.misused(
          file.shown()
              + ": the flow has no name; give it one, or say with --flow which one it is.");
    }
    var id = given == null && name != null ? server.named(name) : given;
    if (id == null) {
      return server.create(String.valueOf(name));
    }
    server.put(id);
    return id;
  }

  private void show(
      Settings settings,
      FlowFile file,
      String id,
      Map<String, @Nullable Object> deployment,
      boolean json) {
    if (json) {
      var all = new LinkedHashMap<String, @Nullable Object>();
      all.put("flow_id", id);
      all.putAll(deployment);
      terminal.resultJson(all);
      return;
    }
    var slug = FlowJson.word(deployment, "core_slug");
    var model = FlowJson.word(deployment, "published_slug");
    terminal.result(
        "Deployed %s as version %s.".formatted(file.shown(), deployment.get("version")));
    terminal.result("flow   " + id);
    terminal.result(
        "core   " + deployment.get("core_id") + (slug == null ? "" : " (slug " + slug + ")"));
    terminal.result(
        "model  " + (model == null ? "not published; --publish-as-model makes it one" : model));
    terminal.result(
        model == null
            ? "invoke " + invoke(settings, String.valueOf(deployment.get("core_id")))
            : "chat   " + chat(settings, model));
  }

  private static String chat(Settings settings, String model) {
    return curl(
        settings,
        "/v1/inference/chat",
        Map.of("model", model, "messages", List.of(Map.of("role", "user", "content", "Hello"))));
  }

  private static String invoke(Settings settings, String coreId) {
    return curl(
        settings,
        "/v1/modules/scaicore/cores/" + coreId + "/invoke",
        Map.of("input", Map.of("message", "Hello")));
  }

  private static String curl(Settings settings, String path, Object body) {
    return "curl -sS -H \"Authorization: Bearer $%s\" -H \"Content-Type: application/json\" -d '%s' %s%s"
        .formatted(Settings.KEY, FlowJson.text(body).replace("'", "'\\''"), settings.base(), path);
  }
}
