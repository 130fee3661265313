package ai.scailabs.scaicore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class IdsTests {

  @Test
  void anIdIsAPrefixAndTwentySixCharactersOfCrockfordsAlphabet() {
    assertThat(Ids.next("core_")).matches("core_[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}");
  }

  @Test
  void idsSortByTheMillisecondTheyWereMadeIn() {
    var before = Ids.next("");
    long made = System.currentTimeMillis();
    while (System.currentTimeMillis() <= made) {
      Thread.onSpinWait();
    }
    assertThat(Ids.next("")).isGreaterThan(before);
  }

  @Test
  void noTwoIdsAreTheSame() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 100_000; i++) {
      assertThat(seen.add(Ids.next(""))).isTrue();
    }
  }

  @Test
  void uuidsAreOfVersionSeven() {
    var uuid = Ids.uuid();
    assertThat(uuid.version()).isEqualTo(7);
    assertThat(uuid.variant()).isEqualTo(2);
    assertThat(uuid.getMostSignificantBits() >>> 16)
        .isBetween(System.currentTimeMillis() - 10_000, System.currentTimeMillis());
  }
}
