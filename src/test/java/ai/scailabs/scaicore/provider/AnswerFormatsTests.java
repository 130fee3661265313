package ai.scailabs.scaicore.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFormatsTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Invalid parameter: 'response_format' of type 'json_schema' is not supported",
        "This response_format type is unavailable now",
        "'response_format.type' must be 'json_object' or 'text'",
        "This model does not support response format `json_schema`.",
        "[{loc=[body, response_format], msg=Extra inputs are not permitted}]"
      })
  void aServerSaysThatItTakesNoSchema(String said) {
    assertThat(AnswerFormats.areRefused(said)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Invalid schema for response_format 'answer': 'required' must be an array",
        "temperature is not supported with this model",
        "the conversation is too long",
        ""
      })
  void aServerSaysSomethingElse(String said) {
    assertThat(AnswerFormats.areRefused(said)).isFalse();
  }
}
