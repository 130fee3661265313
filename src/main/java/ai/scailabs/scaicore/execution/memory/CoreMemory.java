package ai.scailabs.scaicore.execution.memory;

import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Journal;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.MemoryStore;
import ai.scailabs.scaicore.execution.memory.MemoryRows.Row;
import ai.scailabs.scaicore.execution.value.LargeValues;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One Core's memory, or one instance's. A change holds the row of its name, so that it sees the
 * value that no other changes meanwhile, and commits with its journal entry. What the object store
 * has to give or take, it gives and takes between two transactions; the change is tried again then,
 * and once more under the lock where others are always faster.
 */
final class CoreMemory implements MemoryStore {

  private static final int PATIENT_TRIES = 4;

  private final MemoryOwner owner;
  private final MemoryRows rows;
  private final LargeValues large;
  private final Committing committing;
  private final Consumer<Journal.Entry> journal;

  CoreMemory(
      MemoryOwner owner,
      MemoryRows rows,
      LargeValues large,
      Committing committing,
      Consumer<Journal.Entry> journal) {
    this.owner = owner;
    this.rows = rows;
    this.large = large;
    this.committing = committing;
    this.journal = journal;
  }

  @Override
  public Cell read(String name) {
    return rows.find(owner, storable(name))
        .map(row -> cell(row, row.key() == null ? null : large.read(row.key())))
        .orElse(Cell.EMPTY);
  }

  @Override
  public Journal.Entry change(String name, Function<Cell, Change> change) {
    var exchange = new Exchange();
    for (int tries = 1; ; tries++) {
      boolean patient = tries <= PATIENT_TRIES;
      var step = committing.commit(() -> attempt(storable(name), change, exchange, patient));
      switch (step) {
        case Recorded(var entry) -> {
          return entry;
        }
        case Missing(var key) -> exchange.read.put(key, large.read(key));
        case Unstored(var json) -> exchange.store(json);
      }
    }
  }

  /** How far an attempt has come; nothing was written unless it recorded its entry. */
  private sealed interface Attempt {}

  private record Recorded(Journal.Entry entry) implements Attempt {}

  /** The value is in the object store. */
  private record Missing(String key) implements Attempt {}

  /** The new value belongs there. */
  private record Unstored(String json) implements Attempt {}

  private Attempt attempt(
      String name, Function<Cell, Change> change, Exchange exchange, boolean patient) {
    var row = rows.lock(owner, name);
    var key = row.key();
    if (key != null && !exchange.read.containsKey(key)) {
      if (patient) {
        return new Missing(key);
      }
      exchange.read.put(key, large.read(key));
    }
    var made = change.apply(cell(row, key == null ? null : exchange.read.get(key)));
    if (made.cell().written()) {
      var json = Json.text(made.cell().value());
      int size = LargeValues.size(json);
      requireRoom(size, row.size());
      if (size > LargeValues.INLINE_BYTES && exchange.keyOf(json) == null) {
        if (patient) {
          forgetUnwritten(name, row);
          return new Unstored(json);
        }
        exchange.store(json);
      }
      var stored = size > LargeValues.INLINE_BYTES ? exchange.keyOf(json) : null;
      rows.write(owner, name, new Row(stored == null ? json : null, stored, size));
    } else {
      rows.remove(owner, name);
    }
    if (key != null) {
      large.forget(owner.tenantId(), key);
    }
    journal.accept(made.entry());
    return new Recorded(made.entry());
  }

  private void requireRoom(int size, int before) {
    LargeValues.requireFits(size);
    var max = owner.maxBytes();
    if (max == null || size <= before) {
      return;
    }
    long sum = rows.sum(owner) - before + size;
    if (sum > max) {
      throw new BlockFailed(
          Failure.LIMIT,
          "the memory of this Core would have %,d bytes, over its resource_limits.max_memory_bytes of %,d; delete what it does not need, or raise the limit"
              .formatted(sum, max));
    }
  }

  /** Leaves no row behind that the lock made. */
  private void forgetUnwritten(String name, Row row) {
    if (!row.written()) {
      rows.remove(owner, name);
    }
  }

  private static Cell cell(Row row, @Nullable String fromStore) {
    var json = row.json() == null ? fromStore : row.json();
    return json == null ? Cell.EMPTY : new Cell(true, Json.parse(json));
  }

  private static String storable(String name) {
    if (name.indexOf('\0') >= 0) {
      throw new BlockFailed(Failure.MISMATCH, "the name of a memory cannot hold U+0000");
    }
    return name;
  }

  /** What the object store gave and took for one change. */
  private final class Exchange {

    private final Map<String, String> read = new HashMap<>();
    private @Nullable String json;
    private @Nullable String key;

    /** One that was stored for an older value before is found later as lost. */
    void store(String text) {
      key = large.storeMemory(owner.tenantId(), owner.coreId(), text);
      json = text;
    }

    @Nullable String keyOf(String text) {
      return text.equals(json) ? key : null;
    }
  }
}
