package ai.scailabs.scaicore.program.expression;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map that counts as a text in {@code match}, {@code ==} and templates: a checkpoint's value. */
public final class TextualMap extends AbstractMap<String, @Nullable Object> {

  private final String text;
  private final Map<String, @Nullable Object> members;

  public TextualMap(String text, Map<String, @Nullable Object> members) {
    this.text = text;
    this.members = members;
  }

  /** What it counts as. */
  public String text() {
    return text;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return members.entrySet();
  }
}
