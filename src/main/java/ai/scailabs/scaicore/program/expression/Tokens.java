package ai.scailabs.scaicore.program.expression;

import java.util.List;

/** The tokens of a text and the place the parser has reached. */
final class Tokens {

  private final List<Token> all;
  private int at;

  Tokens(List<Token> all) {
    this.all = all;
  }

  Token peek() {
    return peek(0);
  }

  /** A token ahead; past the end the END token. */
  Token peek(int ahead) {
    return all.get(Math.min(at + ahead, all.size() - 1));
  }

  Token next() {
    var token = peek();
    if (at < all.size() - 1) {
      at++;
    }
    return token;
  }

  boolean accept(String sign) {
    if (!peek().is(sign)) {
      return false;
    }
    next();
    return true;
  }

  Token expect(String sign) {
    if (!peek().is(sign)) {
      throw unexpected("\"" + sign + "\"");
    }
    return next();
  }

  Token expectName(String what) {
    if (peek().kind() != Token.Kind.NAME) {
      throw unexpected(what);
    }
    return next();
  }

  SyntaxProblem unexpected(String wanted) {
    return new SyntaxProblem(peek().start(), "expected " + wanted + " but found " + peek().shown());
  }
}
