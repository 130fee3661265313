package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.regex.Pattern;

/** Where a line stands in the order of all: {@code log_} and its number. */
final class LogPlace {

  private static final Pattern FORM = Pattern.compile("log_(0|[1-9][0-9]{0,17})");

  private LogPlace() {}

  static String of(long number) {
    return "log_" + number;
  }

  /** The number of a place that a client sends. */
  static long number(String place) {
    var form = FORM.matcher(place);
    if (!form.matches()) {
      throw new ValidationFailed(
          "Last-Event-ID", "is not the id of a line; send the last one that was received");
    }
    return Long.parseLong(form.group(1));
  }
}
