package ai.scailabs.scaicore.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

/** What becomes of sealed values when keys change. */
class KeyRotationTests {

  private static final SecretAddress ADDRESS =
      new SecretAddress("ten_a", "core_a", "environment.K");

  private static SecretBox box(String keySet) throws GeneralSecurityException {
    return new SecretBox(KeySets.parse(keySet));
  }

  @Test
  void anOldKeyStillOpensAndTheNewestSeals() throws GeneralSecurityException {
    var before = KeyRotation.fresh();
    var after = KeyRotation.rotated(before);
    var old = box(before).seal(ADDRESS, "value");

    assertThat(box(after).open(ADDRESS, old)).isEqualTo("value");
    assertThat(box(after).isCurrent(ADDRESS, old)).isFalse();
    var sealed = box(after).seal(ADDRESS, "value");
    assertThat(box(after).isCurrent(ADDRESS, sealed)).isTrue();
    assertThatThrownBy(() -> box(before).open(ADDRESS, sealed))
        .isInstanceOf(SecretNotOpened.class)
        .hasMessageNotContaining("value sealed");
  }

  @Test
  void aKeyMayBeAddedToOpenFirstAndSealLater() throws GeneralSecurityException {
    var before = KeyRotation.fresh();
    var added = KeyRotation.added(before);
    var promoted = KeyRotation.promoted(added);

    var byAdded = box(added).seal(ADDRESS, "a");
    var byPromoted = box(promoted).seal(ADDRESS, "b");

    assertThat(box(before).open(ADDRESS, byAdded)).as("the old key seals on").isEqualTo("a");
    assertThat(box(added).open(ADDRESS, byPromoted)).as("it is known already").isEqualTo("b");
    assertThat(box(promoted).isCurrent(ADDRESS, byAdded)).isFalse();
  }

  @Test
  void aRetiredKeyOpensNothingAnyMore() throws GeneralSecurityException {
    var before = KeyRotation.fresh();
    var after = KeyRotation.retired(KeyRotation.rotated(KeyRotation.rotated(before)));
    var old = box(before).seal(ADDRESS, "value");

    assertThatThrownBy(() -> box(after).open(ADDRESS, old)).isInstanceOf(SecretNotOpened.class);
    var sealed = box(after).seal(ADDRESS, "value");
    assertThat(box(after).open(ADDRESS, sealed)).isEqualTo("value");
    assertThat(KeyRotation.retired(after).replaceAll("\\s", ""))
        .isEqualTo(after.replaceAll("\\s", ""));
  }

  @Test
  void aValueOpensAtItsOwnAddressOnly() throws GeneralSecurityException {
    var box = box(KeyRotation.fresh());
    var sealed = box.seal(ADDRESS, "value");

    assertThatThrownBy(
            () -> box.open(new SecretAddress("ten_b", "core_a", "environment.K"), sealed))
        .isInstanceOf(SecretNotOpened.class);
  }

  @Test
  void whatIsNoKeySetIsRefusedWithoutShowingIt() {
    for (var text : new String[] {"", "{}", "not json", "{\"primaryKeyId\": 1, \"key\": []}"}) {
      assertThatThrownBy(() -> KeyRotation.rotated(text))
          .as(text)
          .isInstanceOf(KeySetUnusable.class)
          .hasMessageContaining("SCAICORE_SECRETS_KEYSET")
          .hasMessageNotContaining("not json");
    }
  }
}
