package ai.scailabs.scaicore.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.engine.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTextTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"response": "a", "message": "b"}    | a
          {"response": null, "message": "b"}   | b
          {"message": "b", "other": 1}         | b
          {"response": {"x": [1, 2]}}          | {"x":[1,2]}
          {"response": ""}                     | ''
          {"other": "c"}                       | {"other":"c"}
          "plain"                              | plain
          12.5                                 | 12.5
          [1, "x"]                             | [1,"x"]
          null                                 | null
          """)
  void theAnswerIsTheResponseElseTheMessageElseTheOutputAsJson(String output, String text) {
    assertThat(AnswerText.of(Json.parse(output))).isEqualTo(text);
  }
}
