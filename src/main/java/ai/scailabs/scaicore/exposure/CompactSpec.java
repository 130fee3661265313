package ai.scailabs.scaicore.exposure;

import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.program.Program;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a Core can do, in short. Source: {@code seeds/api-reference.md}, "API exposure". */
@Schema(name = "CompactApiSpec")
record CompactSpec(String coreId, String name, List<FlowEntry> flows) {

  /** A flow. */
  @Schema(name = "CompactApiSpecFlow")
  record FlowEntry(String name, @Nullable String description) {}

  static CompactSpec of(Core core, Program program) {
    return new CompactSpec(
        core.id(),
        core.name(),
        program.flows().stream()
            .map(flow -> new FlowEntry(flow.name(), flow.description()))
            .toList());
  }
}
