package ai.scailabs.scaicore.program.expression;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map that counts as a text in {@code match}, {@code ==} and templates: a checkpoint's value. */
public final class TextualMap extends AbstractMap<String, @Nullable Object> implements Weighed {

  private final String text;
  private final Fields members;

  public TextualMap(String text, Map<String, @Nullable Object> members) {
    this.text = text;
    this.members = Fields.copyOf(members, Meter.unbounded(), 0);
  }

  /** What it counts as. */
  public String text() {
    return text;
  }

  @Override
  public Weight weight() {
    var weight = members.weight();
    return new Weight(weight.size() + text.length(), weight.depth(), false);
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
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return members.entrySet();
  }
}
