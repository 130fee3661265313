package ai.scailabs.scaicore.scaiflow;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.scaiflow.compiler.Compiled;
import ai.scailabs.scaicore.scaiflow.compiler.FlowCompiler;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.web.FlowDialect;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@FlowDialect
@RequestMapping("/v1/flows")
@Tag(name = "Flow compiler", description = "What a graph becomes, and what is wrong with it.")
class CompileController {

  private final FlowContents contents;

  CompileController(FlowContents contents) {
    this.contents = contents;
  }

  /** In what a graph is compiled to. */
  enum Format {
    YAML,
    IR
  }

  /** A graph, and what is wanted of it. */
  @Schema(name = "FlowCompileRequest")
  record CompileRequest(
      @Schema(description = "The graph, version 2.") @Nullable ObjectNode content,
      @Schema(description = "`yaml` where it is left out.") @Nullable Format format) {}

  /** What became of it. */
  @Schema(name = "FlowCompiled")
  record CompileAnswer(
      Format format,
      @Schema(description = "The manifest, or the bundle in base64; null when there are errors.")
          @Nullable String body,
      List<Diagnostic> errors,
      List<Diagnostic> warnings) {}

  /** A graph. */
  @Schema(name = "FlowValidateRequest")
  record ValidateRequest(
      @Schema(description = "The graph, version 2.") @Nullable ObjectNode content) {}

  /** Everything there is to say of it. */
  @Schema(name = "FlowValidation")
  record Validation(boolean valid, List<Diagnostic> diagnostics) {}

  @PostMapping("/compile")
  @Requires(SCAICORE_VIEW)
  @Operation(
      summary = "Compile a graph",
      description =
          "To the manifest that a deploy would send, or to the bundle of its program. A graph with"
              + " errors is answered 200 with all of them. Nothing is stored.")
  CompileAnswer compile(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"format": "yaml", "content": {"nodes": [
                                {"id": "node_in", "type": "entry_api",
                                 "outputs": [{"id": "out", "type": "object"}]}], "edges": []}}
                              """)))
          @RequestBody
          CompileRequest request) {
    var compiled = FlowCompiler.compile(contents.plain(FlowRequest.required(request.content())));
    var format = Objects.requireNonNullElse(request.format(), Format.YAML);
    return new CompileAnswer(
        format,
        body(compiled, format),
        compiled.diagnostics().stream().filter(Diagnostic::isError).toList(),
        compiled.diagnostics().stream().filter(diagnostic -> !diagnostic.isError()).toList());
  }

  private static @Nullable String body(Compiled compiled, Format format) {
    if (!compiled.succeeded()) {
      return null;
    }
    return switch (format) {
      case YAML -> compiled.manifest();
      case IR -> Base64.getEncoder().encodeToString(FlowCompiler.ir(compiled));
    };
  }

  @PostMapping("/validate")
  @Requires(SCAICORE_VIEW)
  @Operation(
      summary = "Validate a graph",
      description =
          "Every finding at once, each with the node or edge it is about. Warnings do not keep a"
              + " graph from being valid.")
  Validation validate(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject("{\"content\": {\"nodes\": [], \"edges\": []}}")))
          @RequestBody
          ValidateRequest request) {
    var found = FlowCompiler.validate(contents.plain(FlowRequest.required(request.content())));
    return new Validation(found.stream().noneMatch(Diagnostic::isError), found);
  }
}
