package ai.scailabs.scaicore.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.web.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every object store does. */
abstract class ObjectStoreSuite {

  static final int MB = 1024 * 1024;

  /** The store under test, the same one for all tests of a class. */
  abstract ObjectStore store();

  /** Whether the server under test hands out bytes and type of one put only, never of two. */
  boolean typesAreAsWholeAsBytes() {
    return true;
  }

  @Test
  void whatIsPutIsGotByteForByteWithItsType() {
    var bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    store().put(key("all-bytes"), bytes, "image/png");

    var got = store().get(key("all-bytes"), MB).orElseThrow();

    assertThat(got.bytes()).isEqualTo(bytes);
    assertThat(got.contentType()).isEqualTo("image/png");
  }

  @Test
  void anObjectMayBeEmptyOrHoldLineBreaksOnly() {
    store().put(key("empty"), new byte[0], "image/svg+xml");
    store().put(key("lines"), new byte[] {'\n', '\n'}, "image/gif");

    assertThat(store().get(key("empty"), MB).orElseThrow().bytes()).isEmpty();
    assertThat(store().get(key("empty"), MB).orElseThrow().contentType())
        .isEqualTo("image/svg+xml");
    assertThat(store().get(key("lines"), MB).orElseThrow().bytes()).containsExactly('\n', '\n');
  }

  @Test
  void whatWasNeverPutIsNotThere() {
    assertThat(store().get(key("never"), MB)).isEmpty();
    assertThat(store().get(ObjectKey.of("no", "such", "folder"), MB)).isEmpty();
  }

  @Test
  void aPutReplacesBytesAndTypeOfTheOneBefore() {
    store().put(key("replaced"), filled(1000, 'a'), "image/png");
    store().put(key("replaced"), filled(10, 'b'), "image/gif");

    var got = store().get(key("replaced"), MB).orElseThrow();

    assertThat(got.bytes()).isEqualTo(filled(10, 'b'));
    assertThat(got.contentType()).isEqualTo("image/gif");
  }

  @Test
  void aDeletedObjectIsGoneAndDeletingItAgainIsFine() {
    store().put(key("deleted"), filled(10, 'x'), "image/png");
    store().delete(key("deleted"));
    assertThat(store().get(key("deleted"), MB)).isEmpty();
    store().delete(key("deleted"));
    store().put(key("deleted"), filled(10, 'y'), "image/png");
    assertThat(store().get(key("deleted"), MB)).isPresent();
  }

  @Test
  void keysThatDifferInCaseAloneAreTwoObjects() {
    store().put(key("Case"), filled(1, 'A'), "image/png");
    store().put(key("case"), filled(1, 'a'), "image/png");

    assertThat(store().get(key("Case"), MB).orElseThrow().bytes()).containsExactly('A');
    assertThat(store().get(key("case"), MB).orElseThrow().bytes()).containsExactly('a');
  }

  @Test
  void aHostileTenantsObjectsAreItsOwn() {
    var hostile = ObjectKey.of("suite", "../other", "é ?#%", "avatar");
    store().put(hostile, filled(3, 'h'), "image/png");

    assertThat(store().get(hostile, MB).orElseThrow().bytes()).isEqualTo(filled(3, 'h'));
    assertThat(store().get(ObjectKey.of("other", "é ?#%", "avatar"), MB)).isEmpty();
  }

  @Test
  void anObjectOverTheLimitOfWhoeverAsksIsAFailure() {
    store().put(key("large"), filled(1001, 'l'), "image/png");

    assertThat(store().get(key("large"), 1001)).isPresent();
    assertThatExceptionOfType(StorageFailed.class)
        .isThrownBy(() -> store().get(key("large"), 1000))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_ERROR));
  }

  @Test
  void whoeverGetsDuringPutsHasOneOfThemWhole() {
    store().put(key("contended"), filled(200_000, '0'), "image/t0");

    var seen =
        AtOnce.run(
            6,
            i -> {
              if (i < 2) {
                for (int round = 0; round < 15; round++) {
                  store().put(key("contended"), filled(200_000, '0' + i), "image/t" + i);
                }
                return true;
              }
              boolean whole = true;
              for (int round = 0; round < 15; round++) {
                var got = store().get(key("contended"), MB).orElseThrow();
                var first = got.bytes()[0];
                whole &= Arrays.equals(got.bytes(), filled(200_000, first));
                whole &=
                    !typesAreAsWholeAsBytes() || got.contentType().equals("image/t" + (char) first);
              }
              return whole;
            });

    assertThat(seen).containsOnly(true);
  }

  @Test
  void putsAndDeletesInOneFolderDoNotDisturbEachOther() {
    var done =
        AtOnce.run(
            6,
            i -> {
              var own = ObjectKey.of("suite", "crowd", "object-" + i);
              for (int round = 0; round < 20; round++) {
                store().put(own, filled(10, 'c'), "image/png");
                store().delete(own);
              }
              store().put(own, filled(10, 'd'), "image/png");
              return store().get(own, MB).isPresent();
            });

    assertThat(done).containsOnly(true);
  }

  static ObjectKey key(String name) {
    return ObjectKey.of("suite", name);
  }

  static byte[] filled(int length, int with) {
    return Character.toString(with).repeat(length).getBytes(StandardCharsets.US_ASCII);
  }
}
