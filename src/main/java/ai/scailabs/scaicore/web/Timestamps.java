package ai.scailabs.scaicore.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** Timestamps are written in UTC with microseconds, and read with any offset. */
final class Timestamps {

  private static final DateTimeFormatter MICROSECONDS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private Timestamps() {}

  static final class Writer extends StdScalarSerializer<Instant> {

    Writer() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
      generator.writeString(MICROSECONDS.format(value));
    }
  }

  static final class Reader extends StdScalarDeserializer<Instant> {

    Reader() {
      super(Instant.class);
    }

    @Override
    public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        return (Instant) context.handleUnexpectedToken(getValueType(context), parser);
      }
      var text = parser.getString();
      try {
        var time = OffsetDateTime.parse(text);
        // Years that no column holds are no timestamps either.
        if (time.getYear() >= 1 && time.getYear() <= 9999) {
          return time.toInstant().truncatedTo(ChronoUnit.MICROS);
        }
      } catch (DateTimeException e) {
        return (Instant) context.handleWeirdStringValue(Instant.class, text, "not a timestamp");
      }
      return (Instant) context.handleWeirdStringValue(Instant.class, text, "out of range");
    }
  }
}
