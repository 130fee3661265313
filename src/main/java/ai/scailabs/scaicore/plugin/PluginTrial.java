package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.web.RawJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a plugin answered when it was tried out.
 *
 * @param status of HTTP; null where there was none to see
 * @param latencyMs from the first byte sent to the last one read, all requests of the try together
 */
@Schema(name = "PluginTest")
record PluginTrial(
    String alias,
    @Schema(description = "Whether it answered, and with what can be used.") boolean ok,
    @Schema(description = "Of HTTP; null where nothing answered, and for MCP.", example = "200")
        @Nullable Integer status,
    @Schema(description = "In milliseconds.", example = "42") long latencyMs,
    @Schema(description = "What the method gave, where one was called and it is 64 KB at most.")
        @Nullable RawJson result,
    @Schema(description = "The tools of an MCP server, where no method was named.")
        @Nullable List<String> methods,
    @Schema(description = "Why it is not ok; as a block that called it would fail.")
        @Nullable Problem error) {

  /** As `catch` would see it. */
  @Schema(name = "PluginTestProblem")
  record Problem(@Schema(example = "PLUGIN_TIMEOUT") String code, String message) {}
}
