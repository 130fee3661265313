package ai.scailabs.scaicore.program.expression;

import org.jspecify.annotations.Nullable;

/**
 * A token of an expression. A string with {@code ${…}} in it arrives as a {@code HEAD}, the tokens
 * of the first inner expression, a {@code MIDDLE} before each further one, and a {@code TAIL}.
 *
 * @param text a name or sign as written; empty for literals
 * @param value of a literal or a piece of a string
 */
record Token(Kind kind, String text, @Nullable Object value, int start, int end) {

  enum Kind {
    NAME,
    SIGN,
    NUMBER,
    STRING,
    HEAD,
    MIDDLE,
    TAIL,
    END
  }

  boolean is(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  /** As it is called in messages. */
  String shown() {
    return switch (kind) {
      case NAME, SIGN -> "\"" + text + "\"";
      case NUMBER -> "a number";
      case STRING, HEAD -> "a string";
      case MIDDLE, TAIL -> "\"}\"";
      case END -> "the end";
    };
  }
}
