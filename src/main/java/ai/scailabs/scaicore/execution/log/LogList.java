package ai.scailabs.scaicore.execution.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some lines of a Core's log. Source: {@code seeds/api-reference.md}, "Debug".
 *
 * @param message where logs are switched off
 */
@Schema(name = "Logs")
record LogList(
    List<LogView> logs, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String message) {

  static final LogList PLACEHOLDER = new LogList(List.of(), "Log retrieval placeholder");
}
