package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.core.CorePlugins;
import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/v1/modules/scaicore/cores/{core_id}/plugins")
@Tag(name = "Plugins", description = "Calls of Cores to other people's servers.")
class PluginEntryController {

  private final CorePlugins plugins;
  private final EndpointCheck endpoints;

  PluginEntryController(CorePlugins plugins, EndpointCheck endpoints) {
    this.plugins = plugins;
    this.endpoints = endpoints;
  }

  /** The body of {@code POST …/plugins}. */
  @Schema(name = "PluginEntryRequest")
  record NewEntry(@Nullable String alias, @Nullable String endpoint, @Nullable ObjectNode config) {

    /** Without its config, in which secrets are. */
    @Override
    public String toString() {
      return "NewEntry[alias=" + alias + ", …]";
    }
  }

  /** The body of {@code PUT …/plugins/{plugin_alias}}; what is missing or null stays. */
  @Schema(name = "PluginEntryChange")
  record Change(@Nullable String endpoint, @Nullable ObjectNode config) {

    @Override
    public String toString() {
      return "Change[…]";
    }
  }

  /** What is answered for an entry that is gone. */
  @Schema(name = "RemovedPlugin")
  record Removed(String alias, boolean deleted) {}

  @GetMapping
  @Requires(Permission.SCAICORE_VIEW)
  @Raises(ErrorCode.CORE_NOT_FOUND)
  @Operation(
      summary = "List plugin entries",
      description = "The Core's own plugin entries, by alias. Secrets are masked.")
  Envelope<Envelope.Items<PluginEntryView>> list(
      @PathVariable("core_id") String coreId, Paging paging, Caller caller) {
    var after = paging.after(1).map(cursor -> cursor.text(0)).orElse("");
    var entries =
        plugins.list(caller.tenantId(), coreId).stream()
            .map(PluginEntryView::of)
            .filter(entry -> entry.alias().compareTo(after) > 0)
            .sorted(Comparator.comparing(PluginEntryView::alias))
            .limit(paging.limit() + 1L)
            .toList();
    return Envelope.of(Page.of(entries, paging.limit(), entry -> Cursor.at(entry.alias())));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.SCAICORE_MANAGE)
  @Audited("plugin.install")
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.ALIAS_CONFLICT})
  @Operation(
      summary = "Install a plugin",
      description =
          "Adds an entry to the Core's `plugins`; it is used from the next call on. `alias` is of"
              + " a-z, 0-9, `_` and `-`, and not taken; `endpoint` is `https://…`,"
              + " `mcp+https://…` or `plugin://<name>` of an available plugin. Values of `config`"
              + " of the form `{\"type\":\"secret\",\"value\":\"…\"}` are sealed and never shown"
              + " again.")
  Envelope<PluginEntryView> install(
      @PathVariable("core_id") String coreId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"alias": "crm", "endpoint": "https://crm.example.com/scaicore",
                               "config": {"region": "eu", "api_key": {"type": "secret", "value": "s3cret"}}}
                              """)))
          @RequestBody
          NewEntry given,
      Caller caller) {
    plugins.list(caller.tenantId(), coreId);
    var alias = given.alias();
    if (alias == null) {
      throw new ValidationFailed("alias", "is required: by it the program names the plugin");
    }
    var entry = JsonNodeFactory.instance.objectNode();
    entry.put("alias", alias);
    entry.put("endpoint", endpoints.ofEntry(caller.tenantId(), given.endpoint()));
    entry.set(
        "config", given.config() == null ? JsonNodeFactory.instance.objectNode() : given.config());
    return Envelope.of(PluginEntryView.of(plugins.install(caller.tenantId(), coreId, entry)));
  }

  @PutMapping("/{plugin_alias}")
  @Requires(Permission.SCAICORE_MANAGE)
  @Audited("plugin.update")
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Change a plugin entry",
      description =
          "Replaces the entry's `config`, as a whole, and its `endpoint` where one is given. A"
              + " secret written back in its masked shape keeps its value.")
  Envelope<PluginEntryView> replace(
      @PathVariable("core_id") String coreId,
      @PathVariable("plugin_alias") String alias,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"config": {"region": "us", "api_key": {"type": "secret"}}}
                              """)))
          @RequestBody
          Change given,
      Caller caller) {
    plugins.get(caller.tenantId(), coreId, alias);
    if (given.config() == null && given.endpoint() == null) {
      throw new ValidationFailed("config", "is required: the entry's new config, an object");
    }
    var endpoint =
        given.endpoint() == null ? null : endpoints.ofEntry(caller.tenantId(), given.endpoint());
    return Envelope.of(
        PluginEntryView.of(
            plugins.replace(caller.tenantId(), coreId, alias, endpoint, given.config())));
  }

  @DeleteMapping("/{plugin_alias}")
  @Requires(Permission.SCAICORE_MANAGE)
  @Audited("plugin.remove")
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Remove a plugin entry",
      description =
          "Removes the entry and its secrets. A program that names the alias, and has no endpoint"
              + " for it itself, fails when it calls it.")
  Envelope<Removed> remove(
      @PathVariable("core_id") String coreId,
      @PathVariable("plugin_alias") String alias,
      Caller caller) {
    plugins.remove(caller.tenantId(), coreId, alias);
    return Envelope.of(new Removed(alias, true));
  }
}
