package ai.scailabs.scaicore.delegation;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.List;

/** What was asked of a delegation cannot be: {@code DELEGATION_VALIDATION_ERROR}. */
final class InvalidDelegation extends ApiException {

  InvalidDelegation(String field, String problem) {
    this(List.of(new Detail(field, problem)));
  }

  InvalidDelegation(List<Detail> details) {
    super(
        ErrorCode.DELEGATION_VALIDATION_ERROR,
        details.getFirst().field() + " " + details.getFirst().message(),
        details,
        null);
  }
}
