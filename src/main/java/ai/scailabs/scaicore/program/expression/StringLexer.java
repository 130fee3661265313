package ai.scailabs.scaicore.program.expression;

/**
 * A piece of a string literal: up to its closing quote, or up to a <code>${</code>. Escapes are
 * those of JSON, and {@code \'} and {@code \$}. Between triple quotes only {@code \$} is one, so
 * that JSON can be pasted there.
 */
final class StringLexer {

  private final String text;
  private final String quote;
  private final StringBuilder value = new StringBuilder();
  private int at;
  private boolean interpolates;

  /** Reads from {@code from} a string that began at {@code start}. */
  StringLexer(String text, String quote, int from, int start) {
    this.text = text;
    this.quote = quote;
    this.at = from;
    while (!text.startsWith(quote, at)) {
      if (at >= text.length()) {
        throw new SyntaxProblem(start, "the string that begins here does not end");
      }
      if (text.startsWith("${", at)) {
        interpolates = true;
        at += 2;
        return;
      }
      step();
    }
    at += quote.length();
  }

  String value() {
    return value.toString();
  }

  int end() {
    return at;
  }

  boolean interpolates() {
    return interpolates;
  }

  private void step() {
    var c = text.charAt(at);
    if (text.startsWith("\\$", at)) {
      value.append('$');
      at += 2;
    } else if (c == '\\' && quote.length() == 1) {
      escape();
    } else {
      value.append(c);
      at++;
    }
  }

  private void escape() {
    var c = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    switch (c) {
      case '"', '\'', '\\', '/' -> value.append(c);
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'u' -> {
        unicode();
        at += 4;
      }
      default ->
          throw new SyntaxProblem(
              at, "unknown escape; known are \\\" \\' \\\\ \\/ \\$ \\n \\t \\r \\b \\f \\u0000");
    }
    at += 2;
  }

  /** A surrogate must have its other half, or the text could not be written as UTF-8. */
  private void unicode() {
    var c = hex(at + 2);
    if (Character.isHighSurrogate(c)) {
      if (!text.startsWith("\\u", at + 6) || !Character.isLowSurrogate(hex(at + 8))) {
        throw new SyntaxProblem(at, "half of a pair of escapes; the other half must follow");
      }
    } else if (Character.isLowSurrogate(c)
        && (value.isEmpty() || !Character.isHighSurrogate(value.charAt(value.length() - 1)))) {
      throw new SyntaxProblem(at, "half of a pair of escapes; the first half must precede it");
    }
    value.append(c);
  }

  private char hex(int from) {
    if (from + 4 > text.length()) {
      throw new SyntaxProblem(at, "\\u needs four hexadecimal digits");
    }
    var code = 0;
    for (var i = from; i < from + 4; i++) {
      var digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        throw new SyntaxProblem(at, "\\u needs four hexadecimal digits");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }
}
