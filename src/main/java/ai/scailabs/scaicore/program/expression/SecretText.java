package ai.scailabs.scaicore.program.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A text with secrets in it that has not been put together yet, such as {@code Bearer
 * ${config.token}} in a header. It holds no secret; whoever sends it opens it at the last moment.
 *
 * @param parts strings and {@link SecretHandle}s, in order
 */
public record SecretText(List<Object> parts) {

  private static final int SECRET_SIZE = 64;

  public SecretText {
    parts = parts.stream().filter(part -> !"".equals(part)).toList();
  }

  /** The text, with each handle replaced by the secret that {@code secrets} gives for it. */
  public String open(Function<SecretHandle, String> secrets) {
    var text = new StringBuilder();
    for (var part : parts) {
      text.append(part instanceof SecretHandle handle ? secrets.apply(handle) : part);
    }
    return text.toString();
  }

  /** What a text becomes when this follows it; both may be texts, handles or of this class. */
  static SecretText join(Object before, Object after) {
    var parts = new ArrayList<Object>(before instanceof SecretText t ? t.parts : List.of(before));
    parts.addAll(after instanceof SecretText t ? t.parts : List.of(after));
    return new SecretText(parts);
  }

  /** About the length of the text, without knowing the secrets. */
  long size() {
    return parts.stream()
        .mapToLong(part -> part instanceof String text ? text.length() : SECRET_SIZE)
        .sum();
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
