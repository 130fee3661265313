package ai.scailabs.scaicore.program;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Five-field UNIX cron: minute, hour, day of month, month, day of week; in each {@code *}, numbers,
 * names where the field has them, ranges, lists, and steps.
 */
public final class UnixCron {

  private static final List<String> NO_NAMES = List.of();

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, NO_NAMES),
          new Field("hour", 0, 23, NO_NAMES),
          new Field("day of month", 1, 31, NO_NAMES),
          new Field(
              "month",
              1,
              12,
              List.of(
                  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")),
          new Field("day of week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

  private UnixCron() {}

  /** Why a text is no cron, if it is none. */
  public static Optional<String> problem(String cron) {
    var parts = cron.strip().split("\\s+");
    if (parts.length != FIELDS.size()) {
      return Optional.of(
          "it must have five fields (minute, hour, day of month, month, day of week), got "
              + Shown.text(cron));
    }
    for (var i = 0; i < parts.length; i++) {
      var field = FIELDS.get(i);
      if (!field.accepts(parts[i])) {
        return Optional.of(
            "%s cannot be %s; it goes from %d to %d"
                .formatted(field.name, Shown.text(parts[i]), field.min, field.max));
      }
    }
    return Optional.empty();
  }

  private record Field(String name, int min, int max, List<String> names) {

    boolean accepts(String text) {
      for (var item : text.split(",", -1)) {
        if (!acceptsItem(item)) {
          return false;
        }
      }
      return true;
    }

    private boolean acceptsItem(String item) {
      var slash = item.indexOf('/');
      if (slash >= 0 && !isStep(item.substring(slash + 1))) {
        return false;
      }
      var range = slash < 0 ? item : item.substring(0, slash);
      if (range.equals("*")) {
        return true;
      }
      var dash = range.indexOf('-');
      if (dash < 0) {
        return value(range) >= 0;
      }
      var from = value(range.substring(0, dash));
      var to = value(range.substring(dash + 1));
      return from >= 0 && to >= from;
    }

    private boolean isStep(String step) {
      var number = number(step);
      return number >= 1 && number <= max;
    }

    /** The number a value stands for, or -1. */
    private int value(String text) {
      var name = names.indexOf(text.toLowerCase(Locale.ROOT));
      if (name >= 0) {
        return name + min;
      }
      var number = number(text);
      return number < min || number > max ? -1 : number;
    }

    private static int number(String text) {
      return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
    }
  }
}
