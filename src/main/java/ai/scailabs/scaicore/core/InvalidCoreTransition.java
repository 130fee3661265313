package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.stream.Collectors;

/** The Core's status does not allow what was asked. */
public class InvalidCoreTransition extends ApiException {

  InvalidCoreTransition(Transition transition, CoreStatus status) {
    super(
        ErrorCode.INVALID_CORE_TRANSITION,
        "Cannot %s a Core that is %s; legal from: %s."
            .formatted(
                transition.word(),
                status.word(),
                transition.from().stream()
                    .map(CoreStatus::word)
                    .sorted()
                    .collect(Collectors.joining(", "))));
  }

  InvalidCoreTransition(String message) {
    super(ErrorCode.INVALID_CORE_TRANSITION, message);
  }
}
