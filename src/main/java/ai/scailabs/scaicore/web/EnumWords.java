package ai.scailabs.scaicore.web;

import java.util.Arrays;
import java.util.Objects;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;

/** Reads the words of enums in queries as they stand in JSON: {@code event_driven}. */
@SuppressWarnings("rawtypes")
class EnumWords implements ConverterFactory<String, Enum> {

  @Override
  public <T extends Enum> Converter<String, T> getConverter(Class<T> type) {
    return word ->
        Arrays.stream(Objects.requireNonNull(type.getEnumConstants()))
            .filter(constant -> Names.word(constant).equals(word))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(word));
  }
}
