package ai.scailabs.scaicore.execution.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.storage.ObjectKey;
import ai.scailabs.scaicore.storage.ObjectStore;
import ai.scailabs.scaicore.storage.StorageFailed;
import ai.scailabs.scaicore.storage.StoredObject;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Values that are too large for a row, and an object store that is away for a while. */
@ServerTest
class LargeValuesTests {

  private static final int LIMIT = LargeValues.INLINE_BYTES;

  @LocalServerPort private int port;
  @Autowired private ObjectStore store;
  @Autowired private StoredObjects objects;
  @Autowired private ObjectRemoval removal;
  @Autowired private JdbcClient jdbc;

  private final String core = Ids.next("core_");
  private final String execution = Ids.next("exec_");

  @Test
  void whatFitsIntoARowStaysThereToTheByte() {
    var values = values(store);

    assertThat(values.store("ten_acme", core, execution, text(LIMIT))).isNull();
    assertThat(values.store("ten_acme", core, execution, text(LIMIT + 1))).isNotNull();
    // An umlaut has two bytes.
    assertThat(values.store("ten_acme", core, execution, "ü".repeat(LIMIT / 2))).isNull();
    assertThat(values.store("ten_acme", core, execution, "ü".repeat(LIMIT / 2) + "x")).isNotNull();
  }

  @Test
  void whatDoesNotIsReadBackAsItWasAndTheSameIsKeptOnce() {
    var values = values(store);
    var json = "\"" + "tree 🌳 ü ".repeat(40_000) + "\"";

    var key = Objects.requireNonNull(values.store("ten_acme", core, execution, json));

    assertThat(key).startsWith("scaicore/ten_acme/" + core + "/executions/" + execution + "/");
    assertThat(values.read(key)).isEqualTo(json);
    assertThat(values.store("ten_acme", core, execution, json)).isEqualTo(key);
    assertThat(values.store("ten_acme", core, execution, json + " ")).isNotEqualTo(key);
  }

  @Test
  void nothingOverFiveMegabytesIsKept() {
    var values = values(store);

    assertThatThrownBy(() -> values.store("ten_acme", core, execution, text(5 * 1024 * 1024 + 1)))
        .isInstanceOfSatisfying(
            BlockFailed.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo("PAYLOAD_TOO_LARGE");
              assertThat(e.failure().message()).contains("5,242,880");
            });
    assertThat(noted()).isZero();
  }

  @Test
  void aStoreThatIsAwayForAWhileOnlyTakesTime() {
    var unplugged = new Unplugged(store, 4);

    var key = Objects.requireNonNull(values(unplugged).store("ten_acme", core, execution, large()));

    assertThat(unplugged.failed).isEqualTo(4);
    var again = new Unplugged(store, 4);
    assertThat(values(again).read(key)).isEqualTo(large());
    assertThat(again.failed).isEqualTo(4);
  }

  @Test
  void oneThatStaysAwayIsAskedSoManyTimesAndNoMore() {
    var unplugged = new Unplugged(store, Integer.MAX_VALUE);

    assertThatThrownBy(() -> values(unplugged).store("ten_acme", core, execution, large()))
        .isInstanceOf(ValueStoreAway.class);

    assertThat(unplugged.failed).isEqualTo(5);
    assertThatThrownBy(() -> values(unplugged).read("scaicore/nowhere"))
        .isInstanceOf(ValueStoreAway.class);
  }

  @Test
  void objectsGoWithTheirCore() {
    var admin = new Http(port, Demo.ADMIN);
    var owner = Demo.create(admin, "Owner " + Ids.next(""), Demo.sample("greeter.ir.json"));
    var key = Objects.requireNonNull(values(store).store("ten_acme", owner, execution, large()));

    admin.delete(Demo.CORES + "/" + owner);
    removal.removeDoomed();
    assertThat(stored(key)).as("whoever reads it now may finish").isTrue();
    due();
    removal.removeDoomed();

    assertThat(stored(key)).isFalse();
    assertThat(
            jdbc.sql("select count(*) from mod_scaicore_objects where core_id = ?")
                .param(owner)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void whatARowNeverNamedIsFoundAndRemoved() {
    var key = Objects.requireNonNull(values(store).store("ten_acme", core, execution, large()));
    removal.findLost();
    due();
    removal.removeDoomed();
    assertThat(stored(key)).as("its row may be about to be written").isTrue();

    jdbc.sql(
            "update mod_scaicore_objects set created_at = now() - interval '2 hours' where key = ?")
        .param(key)
        .update();
    removal.findLost();
    removal.removeDoomed();

    assertThat(stored(key)).isFalse();
  }

  @Test
  void aRemovalThatTheStoreRefusesIsTriedAgain() {
    var key = Objects.requireNonNull(values(store).store("ten_acme", core, execution, large()));
    objects.doom("ten_acme", key);
    due();
    new ObjectRemoval(objects, new Unplugged(store, 1)).removeDoomed();
    assertThat(noted()).isEqualTo(1);
    assertThat(stored(key)).isTrue();

    due();
    removal.removeDoomed();

    assertThat(noted()).isZero();
    assertThat(stored(key)).isFalse();
  }

  private boolean stored(String key) {
    return store.get(new ObjectKey(key), LargeValues.MAX_BYTES).isPresent();
  }

  private void due() {
    jdbc.sql("update mod_scaicore_objects set doomed_at = now() where doomed_at is not null")
        .update();
  }

  private int noted() {
    return jdbc.sql("select count(*) from mod_scaicore_objects where core_id = ?")
        .param(core)
        .query(Integer.class)
        .single();
  }

  private LargeValues values(ObjectStore in) {
    return new LargeValues(
        in, objects, new Patience(5, Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  private static String large() {
    return text(LIMIT + 7);
  }

  private static String text(int bytes) {
    return "\"" + "x".repeat(bytes - 2) + "\"";
  }

  /** The real store, behind a line that is cut for so many calls. */
  private static final class Unplugged implements ObjectStore {

    private final ObjectStore store;
    private int calls;
    private int failed;

    Unplugged(ObjectStore store, int calls) {
      this.store = store;
      this.calls = calls;
    }

    private void call() {
      if (calls-- > 0) {
        failed++;
        throw StorageFailed.busy();
      }
    }

    @Override
    public void put(ObjectKey key, byte[] bytes, String contentType) {
      call();
      store.put(key, bytes, contentType);
    }

    @Override
    public Optional<StoredObject> get(ObjectKey key, int maxBytes) {
      call();
      return store.get(key, maxBytes);
    }

    @Override
    public void delete(ObjectKey key) {
      call();
      store.delete(key);
    }
  }
}
