package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Feature;
import ai.scailabs.scaicore.web.Features;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.Switchable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaicore/plugins/available")
@Tag(name = "Plugins", description = "Calls of Cores to other people's servers.")
class AvailablePluginController {

  private final AvailablePluginService plugins;
  private final Features features;

  AvailablePluginController(AvailablePluginService plugins, Features features) {
    this.plugins = plugins;
    this.features = features;
  }

  /** The body of {@code POST /plugins/available}. */
  @Schema(name = "OfferedPlugin")
  record Offer(@Nullable String name, @Nullable String endpoint, @Nullable String description) {}

  /** What is answered for one that is gone. */
  @Schema(name = "WithdrawnPlugin")
  record Withdrawn(String name, boolean deleted) {}

  @GetMapping
  @Requires(Permission.SCAICORE_VIEW)
  @Operation(
      summary = "List available plugins",
      description =
          "The plugins that programs of the tenant reach as `plugin://<name>`, by name: the"
              + " operator's, and the tenant's own.")
  Envelope<Envelope.Items<AvailablePlugin>> list(Paging paging, Caller caller) {
    return features.pluginListing()
        ? Envelope.of(plugins.list(caller.tenantId(), paging))
        : Envelope.of(new Envelope.Items<>(List.of()));
  }

  @PostMapping
  @Switchable(Feature.PLUGIN_LISTING)
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.SCAICORE_ADMIN)
  @Audited("plugin.offer")
  @Raises({ErrorCode.ALIAS_CONFLICT, ErrorCode.NOT_IMPLEMENTED})
  @Operation(
      summary = "Offer a plugin",
      description =
          "Adds a plugin to the tenant's registry: `name` is of a-z, 0-9, `_` and `-`, `endpoint`"
              + " an address (`https://…`, `mcp+https://…`).")
  Envelope<AvailablePlugin> add(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"name": "billing", "endpoint": "https://billing.example.com/scaicore",
                               "description": "Writes invoices."}
                              """)))
          @RequestBody
          Offer offer,
      Caller caller) {
    return Envelope.of(plugins.add(caller, offer.name(), offer.endpoint(), offer.description()));
  }

  @DeleteMapping("/{plugin_name}")
  @Switchable(Feature.PLUGIN_LISTING)
  @Requires(Permission.SCAICORE_ADMIN)
  @Audited("plugin.withdraw")
  @Raises({ErrorCode.NOT_FOUND, ErrorCode.CONFLICT, ErrorCode.NOT_IMPLEMENTED})
  @Operation(
      summary = "Withdraw a plugin",
      description =
          "Removes a plugin from the tenant's registry. Entries that name it fail when they are"
              + " called. One that the configuration offers is a `CONFLICT`.")
  Envelope<Withdrawn> remove(@PathVariable("plugin_name") String name, Caller caller) {
    plugins.remove(caller, name);
    return Envelope.of(new Withdrawn(name, true));
  }
}
