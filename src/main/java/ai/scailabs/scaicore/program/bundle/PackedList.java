package ai.scailabs.scaicore.program.bundle;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** An unchangeable list over one array. */
final class PackedList extends AbstractList<@Nullable Object> implements RandomAccess {

  private final @Nullable Object[] items;

  PackedList(@Nullable Object[] items) {
    this.items = items;
  }

  @Override
  public @Nullable Object get(int index) {
    return items[index];
  }

  @Override
  public int size() {
    return items.length;
  }
}
