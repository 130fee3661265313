package ai.scailabs.scaicore.program.expression;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An immutable map in insertion order; see {@link Items}. */
final class Fields extends AbstractMap<String, @Nullable Object> implements Weighed {

  private final Map<String, @Nullable Object> members;
  private final Weight weight;

  private Fields(Map<String, @Nullable Object> members, Weight weight) {
    this.members = Collections.unmodifiableMap(members);
    this.weight = weight;
  }

  static Builder builder(Meter meter) {
    return new Builder(meter, 0);
  }

  /** A copy of someone else's map, found so many levels below what is being copied. */
  static Fields copyOf(Map<?, ?> map, Meter meter, int level) {
    var builder = new Builder(meter, level);
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw EvaluationFailed.mismatch(
                "the keys of a map must be strings, not " + Values.kind(key));
          }
          builder.put(name, value);
        });
    return builder.build();
  }

  @Override
  public Weight weight() {
    return weight;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return members.get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return members.containsKey(key);
  }

  @Override
  public int size() {
    return members.size();
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return members.entrySet();
  }

  /** Collects members and stops before they grow out of bounds. */
  static final class Builder {

    private final Meter meter;
    private final int level;
    private final Weight.Sum sum;
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    private Builder(Meter meter, int level) {
      this.meter = meter;
      this.level = level;
      this.sum = new Weight.Sum(meter);
    }

    void put(String key, @Nullable Object value) {
      var own = Values.own(value, meter, level + 1);
      if (members.containsKey(key)) {
        sum.remove(members.get(key), key.length() + 4);
      }
      sum.add(own, key.length() + 4);
      members.put(key, own);
    }

    Fields build() {
      return new Fields(members, sum.total());
    }
  }
}
