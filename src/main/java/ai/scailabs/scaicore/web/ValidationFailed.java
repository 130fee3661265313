package ai.scailabs.scaicore.web;

import java.util.ArrayList;
import java.util.List;

/** A request that is not valid: {@code VALIDATION_ERROR}. */
public class ValidationFailed extends ApiException {

  private static final int MAX_DETAILS = 100;

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

  /** Several fields are wrong. The first hundred are told, and how many more there are. */
  public ValidationFailed(String message, List<Detail> details) {
    super(ErrorCode.VALIDATION_ERROR, message, told(details), null);
  }

  private static List<Detail> told(List<Detail> details) {
    if (details.size() <= MAX_DETAILS) {
      return details;
    }
    var told = new ArrayList<>(details.subList(0, MAX_DETAILS));
    told.add(
        new Detail(
            details.get(MAX_DETAILS).field(),
            "and %,d more, which are not listed".formatted(details.size() - MAX_DETAILS)));
    return told;
  }
}
