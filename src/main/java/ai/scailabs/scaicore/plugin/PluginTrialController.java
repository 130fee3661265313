package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/v1/modules/scaicore/cores/{core_id}/plugins/{plugin_alias}/test")
@Tag(name = "Plugins", description = "Calls of Cores to other people's servers.")
class PluginTrialController {

  private final PluginTrials tests;

  PluginTrialController(PluginTrials tests) {
    this.tests = tests;
  }

  /**
   * What is to be called.
   *
   * @param method null: none; only whether the server is there
   */
  @Schema(name = "PluginTestRequest")
  record Trial(@Nullable String method, @Nullable ObjectNode args) {}

  @PostMapping
  @Requires(Permission.SCAICORE_MANAGE)
  @Audited("plugin.test")
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Try a plugin out",
      description =
          "Calls the plugin of the Core's own entry once, as a program's call would: with its"
              + " config, its signature, and the token of the user as whom the Core acts. With"
              + " `method` that method is called, for good; without, an MCP server is asked for its"
              + " tools, and any other with `GET` at its endpoint, of which each answer but a"
              + " redirect and 5xx is ok. There is no execution; `context.execution_id` begins with"
              + " `test_`. A plugin that fails is 200 too, with `ok: false` and the `error` that a"
              + " block would have.")
  Envelope<PluginTrial> test(
      @PathVariable("core_id") String coreId,
      @PathVariable("plugin_alias") String alias,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"method": "create_ticket", "args": {"title": "A test"}}
                              """)))
          @RequestBody(required = false)
          @Nullable Trial trial,
      Caller caller) {
    var method = trial == null ? null : trial.method();
    var args = trial == null ? null : trial.args();
    return Envelope.of(
        tests.run(
            caller, coreId, alias, method, args == null ? Map.of() : Json.object(args.toString())));
  }
}
