package ai.scailabs.scaicore.program.type;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.util.List;
import java.util.function.Predicate;

/** The formats that types are written with, checked by the same rules as the types. */
record LinearFormats(String name, Predicate<String> rule) implements Format {

  static final List<Format> ALL =
      List.of(
          new LinearFormats("email", TextFormats::isEmail),
          new LinearFormats("idn-email", TextFormats::isEmail),
          new LinearFormats("uri", TextFormats::isUri),
          new LinearFormats("uuid", TextFormats::isUuid),
          new LinearFormats("date", TextFormats::isDate),
          new LinearFormats("date-time", TextFormats::isDateTime));

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean matches(ExecutionContext context, String text) {
    return rule.test(text);
  }
}
