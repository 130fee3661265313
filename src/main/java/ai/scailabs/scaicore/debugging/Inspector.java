package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.Rest;
import ai.scailabs.scaicore.engine.Stop;
import ai.scailabs.scaicore.execution.Inspections;
import ai.scailabs.scaicore.execution.Inspections.Inspection;
import ai.scailabs.scaicore.execution.event.Veiled;
import ai.scailabs.scaicore.execution.log.SecretsOfCores;
import ai.scailabs.scaicore.program.expression.Expression;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Shows people what executions see, without secrets. */
@Service
class Inspector {

  private static final int LARGE = 64_000;

  private final Inspections inspections;
  private final SecretsOfCores secrets;

  Inspector(Inspections inspections, SecretsOfCores secrets) {
    this.inspections = inspections;
    this.secrets = secrets;
  }

  InspectionView inspect(String tenantId, String coreId, InspectRequest request) {
    var expression = request.expression() == null ? null : Expression.of(request.expression());
    var found = inspections.of(tenantId, coreId, request.execution(), expression);
    return view(found);
  }

  private InspectionView view(Inspection found) {
    var e = found.execution();
    return new InspectionView(
        e.id(),
        e.status(),
        e.flow(),
        e.attempt(),
        found.calledBy(),
        found.rests().stream().map(rest -> place(found, rest)).toList(),
        found.journal(),
        found.truncated());
  }

  private InspectionView.Place place(Inspection found, Rest rest) {
    var stop =
        found.stops().stream()
            .filter(s -> s.block().equals(rest.block()))
            .filter(s -> s.iterations().equals(rest.iterations()))
            .findFirst()
            .orElse(null);
    return new InspectionView.Place(
        rest.block(),
        rest.kind(),
        rest.nodeId(),
        rest.iterations().isEmpty() ? null : rest.iterations(),
        reason(stop, rest),
        stop == null ? null : stop.breakpoint(),
        found.outline().path(rest.block()).stream()
            .map(b -> new InspectionView.Frame(b.path(), b.kind(), b.nodeId()))
            .toList(),
        variables(found, rest),
        problem(found, rest.failure()),
        shown(found, rest.value()),
        problem(found, rest.problem()));
  }

  private static String reason(@Nullable Stop stop, Rest rest) {
    if (stop != null) {
      return stop.breakpoint() == null ? "step" : "breakpoint";
    }
    return rest.failure() == null ? "waiting" : "failed";
  }

  private Map<String, @Nullable Object> variables(Inspection found, Rest rest) {
    var variables = new TreeMap<String, @Nullable Object>();
    rest.variables().forEach((name, value) -> variables.put(name, shown(found, value)));
    return variables;
  }

  private InspectionView.@Nullable Problem problem(Inspection found, @Nullable Failure failure) {
    return failure == null
        ? null
        : new InspectionView.Problem(
            failure.code(), String.valueOf(clean(found, failure.message())));
  }

  private @Nullable Object shown(Inspection found, @Nullable Object value) {
    var clean = clean(found, Veiled.of(value));
    int size = Objects.requireNonNull(Json.text(clean)).length();
    if (size <= LARGE) {
      return clean;
    }
    var large = new LinkedHashMap<String, @Nullable Object>();
    large.put("truncated", true);
    large.put("size", size);
    return large;
  }

  private @Nullable Object clean(Inspection found, @Nullable Object value) {
    var e = found.execution();
    return secrets.shown(e.tenantId(), e.coreId(), value);
  }
}
