package ai.scailabs.scaicore.web;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JacksonStdImpl;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/**
 * Reads strings. One that is bound to a field is text to be stored in a column, and is refused when
 * no column can hold it; those inside free-form JSON are left alone.
 */
@JacksonStdImpl
final class TextReader extends StringDeserializer {

  @Override
  public ValueDeserializer<?> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) {
    return property == null ? this : new OfField();
  }

  private static final class OfField extends StringDeserializer {

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
      var text = super.deserialize(parser, context);
      if (text != null && !isStorable(text)) {
        throw new UnstorableText(parser, text);
      }
      return text;
    }

    private static boolean isStorable(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == 0) {
          return false;
        }
        if (Character.isSurrogate(c)) {
          boolean pair =
              Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1));
          if (!pair) {
            return false;
          }
          i++;
        }
      }
      return true;
    }
  }
}
