package ai.scailabs.scaicore.program.expression;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** {@code json.parse}: one JSON text, as strict as RFC 8259, within the bounds of an evaluation. */
final class JsonReader {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(Meter.DEPTH).build())
          .build();

  private final JsonParser parser;
  private final Meter meter;

  private JsonReader(JsonParser parser, Meter meter) {
    this.parser = parser;
    this.meter = meter;
  }

  static @Nullable Object read(String text, Meter meter) {
    meter.characters(text.length());
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      var reader = new JsonReader(parser, meter);
      var value = reader.value(parser.nextToken());
      if (parser.nextToken() != null) {
        throw EvaluationFailed.unparsed("json.parse: more text follows after the JSON value");
      }
      return value;
    } catch (JacksonException malformed) {
      throw EvaluationFailed.unparsed(
          "json.parse: the text is not JSON: " + malformed.getOriginalMessage());
    }
  }

  private @Nullable Object value(@Nullable JsonToken token) {
    meter.step();
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default ->
          throw EvaluationFailed.unparsed("json.parse: the text holds no JSON value");
    };
  }

  /** A half of a surrogate pair could not be written as UTF-8 again. */
  private static String text(String text) {
    if (!CodePoints.areWhole(text)) {
      throw EvaluationFailed.unparsed("json.parse: a string has half of a surrogate pair in it");
    }
    return text;
  }

  private Object number() {
    var number = Values.scalar(parser.getNumberValue());
    if (number == null) {
      throw EvaluationFailed.unparsed("json.parse: a number is larger than any number can be");
    }
    return number;
  }

  private Object object() {
    var fields = Fields.builder(meter);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = text(parser.currentName());
      fields.put(name, value(parser.nextToken()));
    }
    return fields.build();
  }

  private Object array() {
    var items = Items.builder(meter, 8);
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      items.add(value(token));
    }
    return items.build();
  }
}
