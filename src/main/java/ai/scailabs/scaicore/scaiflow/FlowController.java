package ai.scailabs.scaicore.scaiflow;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowDialect;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@FlowDialect
@RequestMapping("/v1/flows")
@Tag(name = "Flows", description = "Drawn flows, their versions, and who may touch them.")
class FlowController {

  private final FlowService flows;

  FlowController(FlowService flows) {
    this.flows = flows;
  }

  @GetMapping
  @Requires(SCAICORE_VIEW)
  @Operation(
      summary = "List flows",
      description =
          "Those that the caller may view, newest first; `search` looks for a piece of the name or"
              + " the description, in any case.")
  Listing<FlowViews.Summary> list(
      @Parameter(example = "expense") @RequestParam(required = false) @Nullable String search,
      Paging paging,
      Caller caller) {
    return flows.list(caller, search, paging);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAICORE_MANAGE)
  @Audited("flow.create")
  @Raises(ErrorCode.STORAGE_ERROR)
  @Operation(
      summary = "Create a flow",
      description =
          "The caller owns it. Its first version is what the graph's `version` says, else 1.0.0. A"
              + " graph that does not compile is kept as well; `validate` says what is wrong.")
  FlowViews.Whole create(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"name": "Echo Agent", "content": {"version": "1.0.0",
                               "nodes": [{"id": "node_in", "type": "entry_api",
                                 "outputs": [{"id": "out", "type": "object"}]}],
                               "edges": [], "config": {"core_identity": {"name": "Echo Agent"}}}}
                              """)))
          @RequestBody
          FlowRequest request,
      Caller caller) {
    return flows.create(caller, request);
  }

  @GetMapping("/{flow_id}")
  @Requires(SCAICORE_VIEW)
  @Raises({ErrorCode.FLOW_NOT_FOUND, ErrorCode.STORAGE_ERROR})
  @Operation(summary = "Fetch a flow", description = "With its current content. Needs `view`.")
  FlowViews.Whole get(@PathVariable("flow_id") String flowId, Caller caller) {
    return flows.get(caller, flowId);
  }

  @PutMapping("/{flow_id}")
  @Requires(SCAICORE_MANAGE)
  @Audited("flow.update")
  @Raises({ErrorCode.FLOW_NOT_FOUND, ErrorCode.STORAGE_ERROR})
  @Operation(
      summary = "Change a flow",
      description =
          "Replaces what is given and leaves the rest. A content that differs from the current one"
              + " becomes a version, one patch up; those before it are kept. Of two that are saved"
              + " at once both are kept, and the later is current. Needs `edit`.")
  FlowViews.Whole update(
      @PathVariable("flow_id") String flowId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(examples = @ExampleObject("{\"description\": \"Says it back.\"}")))
          @RequestBody
          FlowRequest request,
      Caller caller) {
    return flows.update(caller, flowId, request);
  }

  @DeleteMapping("/{flow_id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(SCAICORE_MANAGE)
  @Audited("flow.delete")
  @Raises(ErrorCode.FLOW_NOT_FOUND)
  @Operation(
      summary = "Delete a flow",
      description =
          "Nobody finds it any more. The Core that it was deployed to stays. Needs `admin`.")
  void delete(@PathVariable("flow_id") String flowId, Caller caller) {
    flows.delete(caller, flowId);
  }

  @GetMapping("/{flow_id}/versions")
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.FLOW_NOT_FOUND)
  @Operation(summary = "List versions", description = "Newest first. Needs `view`.")
  Listing<FlowViews.VersionSummary> versions(
      @PathVariable("flow_id") String flowId, Paging paging, Caller caller) {
    return flows.versions(caller, flowId, paging);
  }

  @GetMapping("/{flow_id}/versions/{version}")
  @Requires(SCAICORE_VIEW)
  @Raises({ErrorCode.FLOW_NOT_FOUND, ErrorCode.STORAGE_ERROR})
  @Operation(summary = "Fetch a version", description = "With its content. Needs `view`.")
  FlowViews.WholeVersion version(
      @PathVariable("flow_id") String flowId,
      @Parameter(example = "1.0.0") @PathVariable("version") String version,
      Caller caller) {
    return flows.version(caller, flowId, version);
  }
}
