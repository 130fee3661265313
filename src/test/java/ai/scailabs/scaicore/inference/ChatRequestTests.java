package ai.scailabs.scaicore.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class ChatRequestTests {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private static final String HI = "\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"messages": [{"role": "user", "content": "hi"}]}                             | model
          {"model": " ", "messages": [{"role": "user", "content": "hi"}]}               | model
          {"model": "m"}                                                                | messages
          {"model": "m", "messages": null}                                              | messages
          {"model": "m", "messages": []}                                                | messages
          {"model": "m", "messages": [null]}                                            | messages[0]
          {"model": "m", "messages": [{"content": "hi"}]}                               | messages[0].role
          {"model": "m", "messages": [{"role": "user"}]}                                | messages[0].content
          {"model": "m", "messages": [{"role": "user", "content": null}]}               | messages[0].content
          {"model": "m", "messages": [{"role": "user", "content": 5}]}                  | messages[0].content
          {"model": "m", "messages": [{"role": "user", "content": {}}]}                 | messages[0].content
          {"model": "m", "messages": [{"role": "user", "content": []}]}                 | messages[0].content
          {"model": "m", "messages": [{"role": "user", "content": ["x"]}]}              | messages[0].content[0].type
          {"model": "m", "messages": [{"role": "user", "content": [{"type": "image_url"}]}]} | messages[0].content[0].image_url.url
          {"model": "m", "messages": [{"role": "system", "content": [{"type": "image_url"}]}]} | messages[0].content[0].type
          {"model": "m", "messages": [{"role": "user", "content": null, "refusal": "x"}]} | messages[0].content
          {"model": "m", "messages": [{"role": "user", "content": [{"type": "text"}]}]} | messages[0].content[0].text
          {"model": "m", "messages": [{"role": "assistant", "content": null}]}          | messages[0].content
          """)
  void whatIsWrongWithTheMessagesIsNamed(String json, String field) {
    assertThatExceptionOfType(ValidationFailed.class)
        .isThrownBy(() -> read(json).checked())
        .satisfies(e -> assertThat(e.details().getFirst().field()).isEqualTo(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "temperature": -0.1             | temperature
          "temperature": 2.1              | temperature
          "top_p": 1.5                    | top_p
          "max_tokens": 0                 | max_tokens
          "n": 2                          | n
          "metadata": {"flow": 1}         | metadata.flow
          "metadata": {"instance_key": []} | metadata.instance_key
          """)
  void aValueOutOfRangeIsNamed(String member, String field) {
    assertThatExceptionOfType(ValidationFailed.class)
        .isThrownBy(() -> read("{\"model\": \"m\", " + HI + ", " + member + "}").checked())
        .satisfies(e -> assertThat(e.details().getFirst().field()).isEqualTo(field));
  }

  @Test
  void everythingWrongIsReportedAtOnce() {
    assertThatExceptionOfType(ValidationFailed.class)
        .isThrownBy(() -> read("{\"messages\": [{}], \"temperature\": 3}").checked())
        .satisfies(e -> assertThat(e.details()).hasSize(4));
  }

  @Test
  void theTextIsThatOfTheLastUserMessageItsPartsOnLines() {
    var conversation =
        read("""
        {"model": "m", "temperature": 2, "unknown": 1, "messages": [
          {"role": "system", "content": "s"},
          {"role": "user", "content": "first"},
          {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]},
          {"role": "assistant", "tool_calls": [{"id": "1"}]},
          {"role": "tool", "tool_call_id": "1", "content": "t"}]}
        """)
            .checked();

    assertThat(ChatMessage.lastOfUser(conversation.messages())).isEqualTo("a\nb");
    assertThat(conversation.metadata().isEmpty()).isTrue();
  }

  @Test
  void withoutAUserThereIsNoText() {
    var message = new ChatMessage(ChatMessage.Role.SYSTEM, null, null, null, null, null);

    assertThat(ChatMessage.lastOfUser(List.of(message))).isEmpty();
  }

  private static ChatRequest read(String json) {
    return JSON.readValue(json, ChatRequest.class);
  }
}
