package ai.scailabs.scaicore.program.bundle;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An unchangeable map of a few entries, in order, over one array of keys and values in turn. */
final class PackedMap extends AbstractMap<String, @Nullable Object> {

  /** Up to here a look-up in order is as fast as hashing. */
  static final int MAX_ENTRIES = 8;

  private final @Nullable Object[] members;

  PackedMap(@Nullable Object[] members) {
    this.members = members;
  }

  Optional<String> duplicate() {
    for (var i = 2; i < members.length; i += 2) {
      if (at(members[i]) < i) {
        return Optional.of(String.valueOf(members[i]));
      }
    }
    return Optional.empty();
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    var at = at(key);
    return at < 0 ? null : members[at + 1];
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return at(key) >= 0;
  }

  @Override
  public int size() {
    return members.length / 2;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return new Entries();
  }

  private int at(@Nullable Object key) {
    for (var i = 0; i < members.length; i += 2) {
      if (String.valueOf(members[i]).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private final class Entries extends AbstractSet<Entry<String, @Nullable Object>> {

    @Override
    public int size() {
      return members.length / 2;
    }

    @Override
    public Iterator<Entry<String, @Nullable Object>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < members.length;
        }

        @Override
        public Entry<String, @Nullable Object> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          next += 2;
          return new SimpleImmutableEntry<>(String.valueOf(members[next - 2]), members[next - 1]);
        }
      };
    }
  }
}
