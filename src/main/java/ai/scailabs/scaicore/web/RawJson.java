package ai.scailabs.scaicore.web;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * A JSON text that goes into an answer as it is: a stored JSON column, neither parsed nor checked.
 *
 * @param text one JSON value
 */
@JsonSerialize(using = RawJson.Writer.class)
public record RawJson(String text) {

  static final class Writer extends StdSerializer<RawJson> {

    Writer() {
      super(RawJson.class);
    }

    @Override
    public void serialize(RawJson value, JsonGenerator generator, SerializationContext context) {
      generator.writeRawValue(value.text());
    }
  }
}
