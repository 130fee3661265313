package ai.scailabs.scaicore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonRulesTests {

  enum Mode {
    EVENT_DRIVEN
  }

  record Thing(
      @Nullable String someName,
      @Nullable Mode mode,
      @Nullable Instant at,
      @Nullable List<String> words,
      @Nullable JsonNode tree) {

    public boolean isEmpty() {
      return someName == null;
    }

    public String getLabel() {
      return "label";
    }
  }

  private final JsonMapper json = mapper();

  static JsonMapper mapper() {
    var rules = new JsonRules();
    var factory = JsonFactory.builder();
    rules.customize(factory);
    var mapper = JsonMapper.builder(factory.build());
    rules.customize(mapper);
    return mapper.build();
  }

  @Test
  void componentsOfARecordAreWrittenInTheirOrderAndNothingElse() {
    var thing = new Thing("x", Mode.EVENT_DRIVEN, Instant.EPOCH, null, null);
    assertThat(json.writeValueAsString(thing))
        .isEqualTo(
            """
            {"some_name":"x","mode":"event_driven","at":"1970-01-01T00:00:00.000000Z","words":null,"tree":null}""");
  }

  @Test
  void treesKeepEveryDigitAndTheOrderOfTheirKeys() {
    var text = "{\"z\":1.10,\"a\":123456789012345678901234567890,\"m\":1e400,\"n\":\"\\u0000\"}";
    var thing = json.readValue("{\"tree\":" + text + "}", Thing.class);
    assertThat(json.writeValueAsString(thing.tree())).isEqualTo(text.replace("1e400", "1E+400"));
  }

  @Test
  void timestampsAreReadWithAnyOffsetAndCutToMicroseconds() {
    var thing = json.readValue("{\"at\":\"2026-01-31T01:00:00.1234569+02:00\"}", Thing.class);
    assertThat(thing.at()).isEqualTo(Instant.parse("2026-01-30T23:00:00.123456Z"));
  }

  @Test
  void textInListsOfAFieldIsCheckedAndFreeFormTextIsNot() {
    assertThatThrownBy(() -> json.readValue("{\"words\":[\"a\",\"\\u0000\"]}", Thing.class))
        .isInstanceOfSatisfying(
            JacksonException.class,
            e -> assertThat(UnreadableBody.explain(e)).hasMessageStartingWith("words[1] must be"));
    assertThat(json.readValue("{\"a\":\"\\u0000\"}", Object.class)).isEqualTo(Map.of("a", "\0"));
  }

  @Test
  void aHundredAndThirtyLevelsAreReadAndNoMore() {
    assertThat(json.readTree("[".repeat(130) + "]".repeat(130)).isArray()).isTrue();
    assertThatThrownBy(() -> json.readTree("[".repeat(131) + "]".repeat(131)))
        .isInstanceOfSatisfying(
            JacksonException.class,
            e -> assertThat(UnreadableBody.explain(e)).hasMessageContaining("130 levels"));
  }

  @Test
  void rawJsonIsWrittenAsItIs() {
    assertThat(json.writeValueAsString(List.of(new RawJson("{ \"a\" : 1 }"))))
        .isEqualTo("[{ \"a\" : 1 }]");
  }
}
