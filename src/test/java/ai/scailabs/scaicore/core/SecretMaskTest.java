package ai.scailabs.scaicore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What taking secrets out may not cost. */
class SecretMaskTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static ObjectNode secret() {
    return JSON.objectNode().put("type", "secret").put("value", "v");
  }

  private static ObjectNode masked() {
    return JSON.objectNode().put("type", "secret").putNull("value").put("set", true);
  }

  @Test
  void aRootTakesFiveHundredSecrets() {
    var given = JSON.objectNode();
    for (int i = 0; i < SecretMask.MAX_SECRETS; i++) {
      given.set("k" + i, i % 2 == 0 ? secret() : masked());
    }
    var mask = new SecretMask();

    mask.members("environment", given);

    assertThat(mask.values()).hasSize(250);
    assertThat(mask.kept()).hasSize(250);
    given.set("more", secret());
    assertThatThrownBy(() -> new SecretMask().members("environment", given))
        .isInstanceOf(ValidationFailed.class)
        .hasMessageContaining("environment.more is one secret too many: at most 500");
  }

  @Test
  void theNameOfASecretHasUpToFiveHundredCharacters() {
    var key = "k".repeat(SecretMask.MAX_NAME - "environment.".length());
    var mask = new SecretMask();

    mask.members("environment", JSON.objectNode().set(key, secret()));

    assertThat(mask.values().keySet()).singleElement().asString().hasSize(500);
    for (var given :
        new ObjectNode[] {
          JSON.objectNode().set(key + "k", secret()),
          JSON.objectNode().set(key, JSON.objectNode().set("b", secret())),
          JSON.objectNode().set(key, JSON.arrayNode().add(secret()))
        }) {
      assertThatThrownBy(() -> new SecretMask().members("environment", given))
          .isInstanceOf(ValidationFailed.class)
          .hasMessageContaining("longer than 500 characters");
    }
  }

  @Test
  void longKeysAroundManyMembersCostNoMoreThanTheBody() {
    var inner = JSON.objectNode();
    for (int i = 0; i < 200_000; i++) {
      inner.put("k" + i, i);
    }
    var given = JSON.objectNode().set("x".repeat(1_000_000), inner);

    var shown =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> new SecretMask().mask("environment", given));

    assertThat(shown).isEqualTo(given);
  }

  @Test
  void manyChangedElementsAreLookedThroughOnce() {
    var given = JSON.arrayNode();
    for (int i = 0; i < 200_000; i++) {
      given.add(JSON.objectNode().put("n", i));
    }
    given.insert(0, masked());
    var kept = Set.of("environment.l[0]");

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(
                    () -> MaskedLists.check("environment.l", given, JSON.arrayNode().add(1), kept))
                .isInstanceOf(ValidationFailed.class)
                .hasMessageStartingWith("environment.l[0] stands in a list that changed"));
  }
}
