package ai.scailabs.scaicore.web;

import java.util.List;

/** A request that is not valid: {@code VALIDATION_ERROR}. */
public class ValidationFailed extends ApiException {

  /** One field is wrong: "{@code field} {@code problem}". */
  public ValidationFailed(String field, String problem) {
    super(
        ErrorCode.VALIDATION_ERROR,
        field + " " + problem,
        List.of(new Detail(field, problem)),
        null);
  }

  /** Something is wrong that is no one field's fault. */
  public ValidationFailed(String message) {
    super(ErrorCode.VALIDATION_ERROR, message);
  }

  /** Several fields are wrong. */
  public ValidationFailed(String message, List<Detail> details) {
    super(ErrorCode.VALIDATION_ERROR, message, details, null);
  }
}
