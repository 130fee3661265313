package ai.scailabs.scaicore.exposure;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.Execution;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The flow that was to answer a call failed. */
class FlowFailed extends ApiException {

  FlowFailed(Execution execution) {
    this(execution, error(execution));
  }

  private FlowFailed(Execution execution, Map<String, @Nullable Object> error) {
    super(
        ErrorCode.EXECUTION_FAILED,
        "The flow %s failed: %s: %s"
            .formatted(execution.flow(), error.get("code"), error.get("message")),
        details(execution, error),
        null);
  }

  private static List<Detail> details(Execution execution, Map<String, @Nullable Object> error) {
    var details = new ArrayList<Detail>();
    details.add(new Detail("execution_id", execution.id()));
    for (var name : List.of("code", "block")) {
      if (error.get(name) instanceof String text) {
        details.add(new Detail(name, text));
      }
    }
    return details;
  }

  private static Map<String, @Nullable Object> error(Execution execution) {
    var error = execution.error();
    return error == null ? Map.of() : Json.object(error.text());
  }
}
