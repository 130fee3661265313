package ai.scailabs.scaicore.program.expression;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The methods of a date, a point in time (all in UTC) and a duration. */
final class TimeLibrary {

  static final Library DATE =
      new Library(
          "date",
          Method.of("add(duration)", TimeLibrary::add),
          Method.of("subtract(duration)", TimeLibrary::subtract),
          date("year()", LocalDate::getYear),
          date("month()", LocalDate::getMonthValue),
          date("day()", LocalDate::getDayOfMonth),
          date("weekday()", date -> date.getDayOfWeek().getValue()),
          Method.of("to_datetime()", (self, _) -> Conversions.toDatetime(self)),
          Method.of("to_string()", (self, _) -> self.toString()));

  static final Library DATETIME =
      new Library(
          "datetime",
          Method.of("add(duration)", TimeLibrary::add),
          Method.of("subtract(duration)", TimeLibrary::subtract),
          time("year()", OffsetDateTime::getYear),
          time("month()", OffsetDateTime::getMonthValue),
          time("day()", OffsetDateTime::getDayOfMonth),
          time("weekday()", time -> time.getDayOfWeek().getValue()),
          time("hour()", OffsetDateTime::getHour),
          time("minute()", OffsetDateTime::getMinute),
          time("second()", OffsetDateTime::getSecond),
          Method.of("to_date()", (self, _) -> Conversions.toDate(self)),
          Method.of("to_string()", (self, _) -> self.toString()));

  static final Library DURATION =
      new Library(
          "duration",
          Method.of("add(duration)", TimeLibrary::add),
          Method.of("subtract(duration)", TimeLibrary::subtract),
          amount("milliseconds()", 0.001),
          amount("seconds()", 1),
          amount("minutes()", 60),
          amount("hours()", 3600),
          amount("days()", 86400),
          Method.of("to_string()", (self, _) -> self.toString()));

  private TimeLibrary() {}

  private interface DatePart {
    int of(LocalDate date);
  }

  private interface TimePart {
    int of(OffsetDateTime time);
  }

  private static Method date(String signature, DatePart part) {
    return Method.of(signature, (self, _) -> (long) part.of((LocalDate) self));
  }

  private static Method time(String signature, TimePart part) {
    return Method.of(
        signature, (self, _) -> (long) part.of(((Instant) self).atOffset(ZoneOffset.UTC)));
  }

  /** The whole duration in a unit of so many seconds; an int where it comes out even. */
  private static Method amount(String signature, double seconds) {
    return Method.of(
        signature, (self, _) -> Whole.from(TimeArithmetic.seconds((Duration) self) / seconds));
  }

  private static Object add(Object self, Arguments args) {
    var sum = TimeArithmetic.plus(self, duration(args));
    return sum == null ? self : sum;
  }

  private static Object subtract(Object self, Arguments args) {
    var difference = TimeArithmetic.minus(self, duration(args));
    return difference == null ? self : difference;
  }

  private static Duration duration(Arguments args) {
    if (args.value(0) instanceof Duration duration) {
      return duration;
    }
    throw args.wanted(0, "a duration such as 5m");
  }
}
