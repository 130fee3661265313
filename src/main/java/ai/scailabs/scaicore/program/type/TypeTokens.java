package ai.scailabs.scaicore.program.type;

import org.jspecify.annotations.Nullable;

/** The characters of a type text, taken in order; space between tokens does not count. */
final class TypeTokens {

  private final String text;
  private int at;

  TypeTokens(String text) {
    this.text = text;
  }

  boolean atEnd() {
    skipSpace();
    return at == text.length();
  }

  boolean sees(char c) {
    skipSpace();
    return at < text.length() && text.charAt(at) == c;
  }

  boolean take(char c) {
    if (sees(c)) {
      at++;
      return true;
    }
    return false;
  }

  void require(char c) throws Unexpected {
    if (!take(c)) {
      throw expected("'" + c + "'");
    }
  }

  /** A name: letters, digits and underscores, not beginning with a digit. */
  @Nullable String name() {
    skipSpace();
    var start = at;
    while (at < text.length() && isNamePart(text.charAt(at), at == start)) {
      at++;
    }
    return at == start ? null : text.substring(start, at);
  }

  /** A word of an enumeration or a field name: a name, also with digits first, dots and hyphens. */
  @Nullable String word() {
    skipSpace();
    var start = at;
    while (at < text.length() && isWordPart(text.charAt(at))) {
      at++;
    }
    return at == start ? null : text.substring(start, at);
  }

  /** A text in double or single quotes, with JSON's escapes. */
  @Nullable String quoted() throws Unexpected {
    if (!sees('"') && !sees('\'')) {
      return null;
    }
    var quote = text.charAt(at++);
    var value = new StringBuilder();
    while (at < text.length()) {
      var c = text.charAt(at++);
      if (c == quote) {
        return value.toString();
      }
      value.append(c == '\\' ? escaped() : c);
    }
    throw problem("a quoted text does not end");
  }

  private char escaped() throws Unexpected {
    if (at == text.length()) {
      throw problem("a quoted text does not end");
    }
    var c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      default -> c;
    };
  }

  private char unicode() throws Unexpected {
    var code = 0;
    for (var i = 0; i < 4; i++) {
      var digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
      if (digit < 0) {
        throw problem("\\u needs four hexadecimal digits");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  Unexpected expected(String what) {
    skipSpace();
    return new Unexpected(
        "expected %s at position %d, got %s"
            .formatted(what, at, at == text.length() ? "the end" : "'" + text.charAt(at) + "'"));
  }

  Unexpected problem(String problem) {
    return new Unexpected(problem + " (before position " + at + ")");
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isNamePart(char c, boolean first) {
    return c == '_' || isLetter(c) || (!first && isDigit(c));
  }

  private static boolean isWordPart(char c) {
    return c == '_' || c == '-' || c == '.' || isDigit(c) || Character.isLetter(c);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A type text broke off. */
  static final class Unexpected extends Exception {

    private final String problem;

    Unexpected(String problem) {
      super(problem, null, false, false);
      this.problem = problem;
    }

    String problem() {
      return problem;
    }
  }
}
