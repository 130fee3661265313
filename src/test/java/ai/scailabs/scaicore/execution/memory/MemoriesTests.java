package ai.scailabs.scaicore.execution.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Journal;
import ai.scailabs.scaicore.engine.MemoryStore;
import ai.scailabs.scaicore.engine.MemoryStore.Cell;
import ai.scailabs.scaicore.engine.MemoryStore.Change;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What Cores remember, whoever else writes at the same moment. */
@ServerTest
class MemoriesTests {

  @LocalServerPort private int port;
  @Autowired private Memories memories;
  @Autowired private TransactionOperations transactions;
  @Autowired private JdbcClient jdbc;
  private Http admin;
  private String core;

  @BeforeEach
  void newCore() {
    admin = new Http(port, Demo.ADMIN);
    core = newCore("Remembers ");
  }

  @Test
  void whatWasWrittenIsReadBackAndWhatWasForgottenIsGone() {
    var memory = memory("");
    assertThat(memory.read("plan")).isEqualTo(Cell.EMPTY);

    memory.change("plan", seen -> becomes(List.of("a", 1L)));
    assertThat(memory.read("plan").value()).isEqualTo(List.of("a", 1L));
    memory.change("plan", seen -> becomes(null));
    assertThat(memory.read("plan")).isEqualTo(new Cell(true, null));
    memory.change("plan", seen -> new Change(Cell.EMPTY, entry()));

    assertThat(memory.read("plan")).isEqualTo(Cell.EMPTY);
    assertThat(rows()).isZero();
  }

  @Test
  void aCounterThatManyRaiseAtOnceLosesNoneAlsoWhenItIsNew() {
    AtOnce.run(
        8,
        i -> {
          var memory = memory("");
          for (int n = 0; n < 20; n++) {
            memory.change("count", MemoriesTests::plusOne);
          }
          return memory;
        });

    assertThat(memory("").read("count").value()).isEqualTo(160L);
  }

  @Test
  void oneForgottenAndWrittenByManyAtOnceIsNeverTorn() {
    AtOnce.run(
        6,
        i -> {
          for (int n = 0; n < 20; n++) {
            memory("")
                .change(
                    "toggle",
                    seen -> seen.written() ? new Change(Cell.EMPTY, entry()) : becomes(true));
          }
          return i;
        });

    // An even number of turns.
    assertThat(memory("").read("toggle")).isEqualTo(Cell.EMPTY);
  }

  @Test
  void aChangeAndItsJournalEntryAreCommittedTogetherOrNotAtAll() {
    memory("").change("sum", seen -> becomes(1L));
    Consumer<Journal.Entry> dies =
        entry -> {
          throw new IllegalStateException("the process dies here");
        };

    assertThatThrownBy(
            () ->
                memories
                    .of(new MemoryOwner("ten_acme", core, "", null), new InOne(), dies)
                    .change("sum", seen -> becomes(2L)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(memory("").read("sum").value()).isEqualTo(1L);
  }

  @Test
  void anInstanceACoreAndATenantRememberTheirOwn() {
    memory("ada").change("name", seen -> becomes("Ada"));
    var other = newCore("Other ");

    assertThat(memory("bob").read("name")).isEqualTo(Cell.EMPTY);
    assertThat(memory("").read("name")).isEqualTo(Cell.EMPTY);
    assertThat(of(new MemoryOwner("ten_acme", other, "ada", null)).read("name"))
        .isEqualTo(Cell.EMPTY);
    assertThat(of(new MemoryOwner("ten_globex", core, "ada", null)).read("name"))
        .isEqualTo(Cell.EMPTY);
    assertThat(memory("ada").read("name").value()).isEqualTo("Ada");
  }

  @Test
  void aLargeValueIsInTheObjectStoreAndItsRowIsSmall() {
    var memory = memory("");
    var large = "x".repeat(400_000);

    memory.change("doc", seen -> becomes(large));

    assertThat(memory.read("doc").value()).isEqualTo(large);
    var first = key("doc");
    assertThat(first).startsWith("scaicore/ten_acme/" + core + "/memory/");
    memory.change("doc", seen -> becomes(seen.value() + "!"));
    assertThat(memory.read("doc").value()).isEqualTo(large + "!");
    assertThat(doomed(first)).isTrue();
    assertThat(doomed(key("doc"))).isFalse();
    var second = key("doc");
    memory.change("doc", seen -> becomes("small"));
    assertThat(memory.read("doc").value()).isEqualTo("small");
    assertThat(doomed(second)).isTrue();
  }

  @Test
  void aLargeValueThatManyChangeAtOnceLosesNothing() {
    var large = "x".repeat(300_000);
    memory("").change("doc", seen -> becomes(large));

    AtOnce.run(6, i -> memory("").change("doc", seen -> becomes(String.valueOf(seen.value()) + i)));

    var tail = String.valueOf(memory("").read("doc").value()).substring(300_000);
    assertThat(tail.chars().sorted().toArray()).isEqualTo("012345".chars().toArray());
  }

  @Test
  void aValueAndACoreMayHaveSoMuchAndThenItSaysSo() {
    var memory = memory("");
    assertThatThrownBy(() -> memory.change("doc", seen -> becomes("x".repeat(5 * 1024 * 1024))))
        .isInstanceOfSatisfying(
            BlockFailed.class, e -> assertThat(e.failure().code()).isEqualTo("PAYLOAD_TOO_LARGE"));
    assertThat(rows()).isZero();

    var small = of(new MemoryOwner("ten_acme", core, "a", 100L));
    small.change("one", seen -> becomes("x".repeat(50)));
    var other = of(new MemoryOwner("ten_acme", core, "b", 100L));
    assertThatThrownBy(() -> other.change("two", seen -> becomes("x".repeat(50))))
        .isInstanceOfSatisfying(
            BlockFailed.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo("LIMIT_EXCEEDED");
              assertThat(e.failure().message()).contains("max_memory_bytes of 100");
            });
    assertThat(other.read("two")).isEqualTo(Cell.EMPTY);
    small.change("one", seen -> becomes("x"));
    other.change("two", seen -> becomes("x".repeat(50)));
    assertThat(other.read("two").written()).isTrue();
  }

  @Test
  void memoryGoesWithItsCore() {
    memory("a").change("one", seen -> becomes(1L));

    admin.delete(Demo.CORES + "/" + core);

    assertThat(rows()).isZero();
  }

  @Test
  void aNameThatNoColumnHoldsIsRefused() {
    assertThatThrownBy(() -> memory("").read("a\0b"))
        .isInstanceOfSatisfying(
            BlockFailed.class, e -> assertThat(e.failure().code()).isEqualTo("TYPE_MISMATCH"));
    memory("").change("text", seen -> becomes("a\0b"));
    assertThat(memory("").read("text").value()).isEqualTo("a\0b");
  }

  private static Change plusOne(Cell seen) {
    return becomes(seen.value() instanceof Long count ? count + 1 : 1L);
  }

  private static Change becomes(@Nullable Object value) {
    return new Change(new Cell(true, value), entry());
  }

  private static Journal.Entry entry() {
    return new Journal.Entry("s", EffectKind.MEMORY_WRITE, "h", null, null);
  }

  private MemoryStore memory(String instance) {
    return of(new MemoryOwner("ten_acme", core, instance, null));
  }

  private MemoryStore of(MemoryOwner owner) {
    return memories.of(owner, new InOne(), entry -> {});
  }

  private String newCore(String name) {
    return Demo.create(admin, name + Ids.next(""), Demo.sample("greeter.ir.json"));
  }

  private int rows() {
    return jdbc.sql("select count(*) from mod_scaicore_memory where core_id = ?")
        .param(core)
        .query(Integer.class)
        .single();
  }

  private String key(String name) {
    return jdbc.sql(
            """
            select state_s3_key from mod_scaicore_memory
            where core_id = ? and name = ? and value is null
            """)
        .params(core, name)
        .query(String.class)
        .single();
  }

  private boolean doomed(String key) {
    return jdbc.sql("select doomed_at is not null from mod_scaicore_objects where key = ?")
        .param(key)
        .query(Boolean.class)
        .single();
  }

  /** Commits as a run does, without a run. */
  private final class InOne implements Committing {

    @Override
    public <T> T commit(Supplier<T> statements) {
      return Objects.requireNonNull(transactions.execute(status -> statements.get()));
    }
  }
}
