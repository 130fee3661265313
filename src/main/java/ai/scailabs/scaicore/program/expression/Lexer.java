package ai.scailabs.scaicore.program.expression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text to tokens, in one pass and without recursion. Inside a template it reads as far as the
 * bracket that closes the expression.
 */
final class Lexer {

  /** Longest first, so that {@code ?.} is not read as {@code ?}. */
  private static final String[] SIGNS = {
    "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "(", ")", "[", "]", "{", "}", ",", ".",
    ":", "?", "=", "!", "+", "-", "*", "/", "%", "<", ">", "|"
  };

  private static final String BRACE = "{";

  /** Bounds what the tree of one text may cost in memory. */
  static final int MAX_TOKENS = 10_000;

  private final String text;
  private final @Nullable String closer;
  private final List<Token> tokens = new ArrayList<>();

  /** What is open around the current place: a brace, or the quote of a string being filled in. */
  private final Deque<String> open = new ArrayDeque<>();

  private int at;

  private Lexer(String text, int from, @Nullable String closer) {
    this.text = text;
    this.at = from;
    this.closer = closer;
  }

  /** The tokens of a whole text, ended by an END token. */
  static List<Token> read(String text) {
    return new Lexer(text, 0, null).run();
  }

  /** The tokens up to a closing bracket; the END token is that bracket. */
  static List<Token> read(String text, int from, String closer) {
    return new Lexer(text, from, closer).run();
  }

  private List<Token> run() {
    while (true) {
      skipSpace();
      if (at == text.length()) {
        return end();
      }
      if (closer != null && open.isEmpty() && text.startsWith(closer, at)) {
        tokens.add(new Token(Token.Kind.END, "", null, at, at + closer.length()));
        return tokens;
      }
      next();
    }
  }

  private List<Token> end() {
    if (closer != null) {
      throw new SyntaxProblem(at, "the text ends before \"" + closer + "\"");
    }
    tokens.add(new Token(Token.Kind.END, "", null, at, at));
    return tokens;
  }

  private void next() {
    var c = text.charAt(at);
    if (c == '"' || c == '\'') {
      var quote = text.startsWith("\"\"\"", at) ? "\"\"\"" : String.valueOf(c);
      piece(quote, at + quote.length(), Token.Kind.STRING, Token.Kind.HEAD);
    } else if (c == '}' && !open.isEmpty() && !open.element().equals(BRACE)) {
      piece(open.pop(), at + 1, Token.Kind.TAIL, Token.Kind.MIDDLE);
    } else if (isDigit(c)) {
      var number = new NumberLexer(text, at);
      add(Token.Kind.NUMBER, "", number.value(), number.end());
    } else if (isNameStart(c)) {
      name();
    } else {
      sign();
    }
  }

  /** Reads a string, or the rest of one, as far as its quote or the next <code>${</code>. */
  private void piece(String quote, int from, Token.Kind whole, Token.Kind part) {
    var string = new StringLexer(text, quote, from, at);
    if (string.interpolates()) {
      open.push(quote);
    }
    add(string.interpolates() ? part : whole, "", string.value(), string.end());
  }

  private void name() {
    var end = at + 1;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    add(Token.Kind.NAME, text.substring(at, end), null, end);
  }

  private void sign() {
    for (var sign : SIGNS) {
      if (text.startsWith(sign, at) && !(sign.equals("?.") && isDigitAt(at + 2))) {
        if (sign.equals(BRACE)) {
          open.push(BRACE);
        } else if (sign.equals("}") && !open.isEmpty()) {
          open.pop();
        }
        add(Token.Kind.SIGN, sign, null, at + sign.length());
        return;
      }
    }
    throw new SyntaxProblem(
        at, "\"" + Character.toString(text.codePointAt(at)) + "\" has no meaning here");
  }

  private void add(Token.Kind kind, String name, @Nullable Object value, int end) {
    if (tokens.size() == MAX_TOKENS) {
      throw new SyntaxProblem(at, "an expression has at most 10,000 words and signs; split it");
    }
    tokens.add(new Token(kind, name, value, at, end));
    at = end;
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private boolean isDigitAt(int index) {
    return index < text.length() && isDigit(text.charAt(index));
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isNameStart(char c) {
    return c == '_' || Character.isLetter(c);
  }

  static boolean isNamePart(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
