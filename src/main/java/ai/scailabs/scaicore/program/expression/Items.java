package ai.scailabs.scaicore.program.expression;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list that knows its size as text, its depth and whether it is plain JSON, so that
 * putting it into another costs nothing.
 */
final class Items extends AbstractList<@Nullable Object> implements RandomAccess, Weighed {

  private final @Nullable Object[] items;
  private final Weight weight;

  private Items(@Nullable Object[] items, Weight weight) {
    this.items = items;
    this.weight = weight;
  }

  static Builder builder(Meter meter, int expected) {
    return new Builder(meter, expected, 0);
  }

  /** A copy of someone else's list, found so many levels below what is being copied. */
  static Items copyOf(List<?> list, Meter meter, int level) {
    var builder = new Builder(meter, list.size(), level);
    for (var item : list) {
      builder.add(item);
    }
    return builder.build();
  }

  @Override
  public Weight weight() {
    return weight;
  }

  @Override
  public @Nullable Object get(int index) {
    return items[index];
  }

  @Override
  public int size() {
    return items.length;
  }

  /** Collects items and stops before they grow out of bounds. */
  static final class Builder {

    private final Meter meter;
    private final Weight.Sum sum;
    private @Nullable Object[] items;
    private final int level;
    private int size;

    private Builder(Meter meter, int expected, int level) {
      this.meter = meter;
      this.level = level;
      this.sum = new Weight.Sum(meter);
      this.items = new @Nullable Object[Math.clamp(expected, 0, 1024)];
    }

    void add(@Nullable Object value) {
      var own = Values.own(value, meter, level + 1);
      sum.add(own, 1);
      if (size == items.length) {
        items = Arrays.copyOf(items, Math.max(8, size * 2));
      }
      items[size++] = own;
    }

    Items build() {
      return new Items(size == items.length ? items : Arrays.copyOf(items, size), sum.total());
    }
  }
}
