package ai.scailabs.scaicore.program.expression;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of the grammar that begin a value: literals, names, brackets, {@code if}. */
final class PrimaryParser {

  private final Tokens tokens;
  private final Parser parser;
  private final MatchParser matches;

  PrimaryParser(Tokens tokens, Parser parser) {
    this.tokens = tokens;
    this.parser = parser;
    this.matches = new MatchParser(tokens, parser);
  }

  /** What stands between the round brackets of a call. */
  record Given(List<Node> args, List<Node.Entry> named) {}

  Node primary() {
    var token = tokens.peek();
    return switch (token.kind()) {
      case NUMBER, STRING -> new Node.Literal(tokens.next().value(), token.start());
      case HEAD -> joined();
      case NAME -> word();
      case SIGN ->
          switch (token.text()) {
            case "(" -> bracketed();
            case "[" -> list();
            case "{" -> object();
            case ":" -> new Node.Literal(symbol(tokens), token.start());
            default -> throw tokens.unexpected("a value");
          };
      case MIDDLE, TAIL, END -> throw tokens.unexpected("a value");
    };
  }

  /** Whether a token can only be the beginning of a value, so that a word before it is no name. */
  static boolean startsValue(Token token) {
    return switch (token.kind()) {
      case NUMBER, STRING, HEAD -> true;
      case NAME ->
          !token.text().equals("in") && !token.text().equals("and") && !token.text().equals("or");
      case SIGN -> token.is("(") || token.is("!");
      case MIDDLE, TAIL, END -> false;
    };
  }

  /** {@code :name}, without a space between them. */
  static Symbol symbol(Tokens tokens) {
    var colon = tokens.expect(":");
    if (tokens.peek().start() != colon.end()) {
      throw tokens.unexpected("the name of a symbol directly after \":\"");
    }
    return new Symbol(tokens.expectName("the name of a symbol").text());
  }

  private Node word() {
    var token = tokens.next();
    return switch (token.text()) {
      case "true" -> new Node.Literal(true, token.start());
      case "false" -> new Node.Literal(false, token.start());
      case "null" -> new Node.Literal(null, token.start());
      case "if" -> conditional(token);
      case "match" -> matches.begins() ? matches.match(token) : name(token);
      default -> name(token);
    };
  }

  private Node name(Token name) {
    if (!tokens.peek().is("(")) {
      return parser.name(name);
    }
    var given = arguments();
    return new Node.Function(name.text(), given.args(), given.named(), name.start());
  }

  private Node conditional(Token start) {
    var condition = parser.expression();
    var then = body();
    if (!tokens.peek().isName("else")) {
      return new Node.Choice(condition, then, new Node.Literal(null, start.start()), start.start());
    }
    tokens.next();
    var otherwise = tokens.peek().isName("if") ? parser.expression() : body();
    return new Node.Choice(condition, then, otherwise, start.start());
  }

  /** {@code {value}}; what can only be an object, such as {@code {a: 1}}, is taken for one. */
  private Node body() {
    var first = tokens.peek(1);
    var second = tokens.peek(2);
    var named = first.kind() == Token.Kind.NAME || first.kind() == Token.Kind.STRING;
    if (!tokens.peek().is("{") || first.is("}") || (named && (second.is(":") || second.is(",")))) {
      return object();
    }
    tokens.expect("{");
    var value = parser.expression();
    tokens.expect("}");
    return value;
  }

  private Node bracketed() {
    tokens.expect("(");
    var value = parser.expression();
    tokens.expect(")");
    return value;
  }

  private Node joined() {
    var start = tokens.peek().start();
    var parts = new ArrayList<Node>();
    var piece = tokens.next();
    addText(parts, piece);
    while (piece.kind() != Token.Kind.TAIL) {
      parts.add(parser.expression());
      piece = tokens.peek();
      if (piece.kind() != Token.Kind.MIDDLE && piece.kind() != Token.Kind.TAIL) {
        throw tokens.unexpected("\"}\"");
      }
      addText(parts, tokens.next());
    }
    return new Node.Joined(List.copyOf(parts), start);
  }

  private static void addText(List<Node> parts, Token piece) {
    if (!"".equals(piece.value())) {
      parts.add(new Node.Literal(piece.value(), piece.start()));
    }
  }

  private Node list() {
    var start = tokens.expect("[").start();
    var items = new ArrayList<Node>();
    while (!tokens.accept("]")) {
      items.add(parser.expression());
      separator("]");
    }
    return new Node.ListOf(List.copyOf(items), start);
  }

  private Node object() {
    var start = tokens.expect("{").start();
    var entries = new ArrayList<Node.Entry>();
    while (!tokens.accept("}")) {
      entries.add(entry());
      separator("}");
    }
    return new Node.ObjectOf(List.copyOf(entries), start);
  }

  private Node.Entry entry() {
    var key = tokens.peek();
    var name = key(key);
    if (name == null) {
      throw tokens.unexpected("a key (a name or a string)");
    }
    tokens.next();
    if (key.kind() == Token.Kind.NAME && !tokens.peek().is(":")) {
      return new Node.Entry(name, parser.name(key));
    }
    tokens.expect(":");
    return new Node.Entry(name, parser.expression());
  }

  private static @Nullable String key(Token token) {
    return switch (token.kind()) {
      case NAME -> token.text();
      case STRING -> (String) token.value();
      default -> null;
    };
  }

  Given arguments() {
    tokens.expect("(");
    var args = new ArrayList<Node>();
    var named = new ArrayList<Node.Entry>();
    while (!tokens.accept(")")) {
      if (tokens.peek().kind() == Token.Kind.NAME && tokens.peek(1).is("=")) {
        var name = tokens.next().text();
        tokens.next();
        named.add(new Node.Entry(name, parser.expression()));
      } else if (named.isEmpty()) {
        args.add(parser.expression());
      } else {
        throw tokens.unexpected("a named argument (name = value) after the first of them");
      }
      separator(")");
    }
    return new Given(List.copyOf(args), List.copyOf(named));
  }

  private void separator(String closing) {
    if (!tokens.accept(",") && !tokens.peek().is(closing)) {
      throw tokens.unexpected("\",\" or \"" + closing + "\"");
    }
  }
}
