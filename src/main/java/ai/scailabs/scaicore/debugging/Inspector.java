package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Rest;
import ai.scailabs.scaicore.engine.Stop;
import ai.scailabs.scaicore.execution.Inspections;
import ai.scailabs.scaicore.execution.Inspections.Inspection;
import ai.scailabs.scaicore.execution.log.SecretsOfCores;
import ai.scailabs.scaicore.program.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Shows people what executions see, without secrets. */
@Service
class Inspector {

  private final Inspections inspections;
  private final SecretsOfCores secrets;

  Inspector(Inspections inspections, SecretsOfCores secrets) {
    this.inspections = inspections;
    this.secrets = secrets;
  }

  InspectionView inspect(String tenantId, String coreId, InspectRequest request) {
    var expression = request.expression() == null ? null : Expression.of(request.expression());
    var found = inspections.of(tenantId, coreId, request.execution(), expression);
    var e = found.execution();
    var shown = new ShownValues(secrets.of(e.tenantId(), e.coreId()));
    var places = new ArrayList<InspectionView.Place>();
    for (var rest : found.looked().rests()) {
      if (shown.room()) {
        places.add(place(found, rest, shown));
      }
    }
    return new InspectionView(
        e.id(),
        e.status(),
        e.flow(),
        e.attempt(),
        found.calledBy(),
        List.copyOf(places),
        found.looked().more() || places.size() < found.looked().rests().size(),
        found.journal(),
        found.truncated());
  }

  private static InspectionView.Place place(Inspection found, Rest rest, ShownValues shown) {
    var stop =
        found.stops().stream()
            .filter(s -> s.block().equals(rest.block()))
            .filter(s -> s.iterations().equals(rest.iterations()))
            .findFirst()
            .orElse(null);
    var value = shown.of(rest.value());
    var variables = new TreeMap<String, @Nullable Object>();
    var seen = new TreeMap<String, @Nullable Object>(rest.variables());
    seen.forEach((name, v) -> variables.put(name, shown.of(name, v)));
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
        variables,
        problem(shown, rest.failure()),
        value,
        problem(shown, rest.problem()));
  }

  private static String reason(@Nullable Stop stop, Rest rest) {
    if (stop != null) {
      return stop.breakpoint() == null ? "step" : "breakpoint";
    }
    return rest.failure() == null ? "waiting" : "failed";
  }

  private static InspectionView.@Nullable Problem problem(
      ShownValues shown, @Nullable Failure failure) {
    return failure == null
        ? null
        : new InspectionView.Problem(failure.code(), shown.text(failure.message()));
  }
}
