package ai.scailabs.scaicore.program.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code match s { "a" | "b" => x, [1, 2] => y, _ => z }}; commas between the arms are optional.
 */
final class MatchParser {

  private final Tokens tokens;
  private final Parser parser;

  MatchParser(Tokens tokens, Parser parser) {
    this.tokens = tokens;
    this.parser = parser;
  }

  /**
   * Whether the word {@code match}, just read, begins one; else it is a name. Where the next token
   * leaves that open, as in {@code match[0]}, a value directly followed by arms decides it.
   */
  boolean begins() {
    if (PrimaryParser.startsValue(tokens.peek())) {
      return true;
    }
    if (!(tokens.peek().is("[")
        || tokens.peek().is("{")
        || tokens.peek().is("-")
        || tokens.peek().is(":"))) {
      return false;
    }
    var depth = 0;
    var endsValue = false;
    for (var ahead = 0; depth >= 0; ahead++) {
      var token = tokens.peek(ahead);
      if (depth == 0 && endsValue && token.is("{")) {
        return true;
      }
      if (token.kind() == Token.Kind.END || (depth == 0 && (token.is(",") || token.is("=>")))) {
        return false;
      }
      depth += nesting(token);
      endsValue = token.kind() != Token.Kind.SIGN || nesting(token) < 0;
    }
    return false;
  }

  private static int nesting(Token token) {
    return switch (token.kind()) {
      case HEAD -> 1;
      case TAIL -> -1;
      case SIGN ->
          switch (token.text()) {
            case "(", "[", "{" -> 1;
            case ")", "]", "}" -> -1;
            default -> 0;
          };
      default -> 0;
    };
  }

  Node match(Token start) {
    var subject = parser.expression();
    tokens.expect("{");
    var arms = new ArrayList<Node.Arm>();
    while (!tokens.accept("}")) {
      arms.add(arm());
      tokens.accept(",");
    }
    return new Node.Match(subject, List.copyOf(arms), start.start());
  }

  private Node.Arm arm() {
    if (tokens.peek().isName("_")) {
      tokens.next();
      tokens.expect("=>");
      return new Node.Arm(true, List.of(), parser.expression());
    }
    var literals = new ArrayList<@Nullable Object>();
    do {
      alternative(literals);
    } while (tokens.accept("|"));
    tokens.expect("=>");
    return new Node.Arm(false, Collections.unmodifiableList(literals), parser.expression());
  }

  private void alternative(List<@Nullable Object> literals) {
    if (!tokens.accept("[")) {
      literals.add(literal());
      return;
    }
    while (!tokens.accept("]")) {
      literals.add(literal());
      if (!tokens.accept(",") && !tokens.peek().is("]")) {
        throw tokens.unexpected("\",\" or \"]\"");
      }
    }
  }

  private @Nullable Object literal() {
    var token = tokens.peek();
    if (token.is(":")) {
      return PrimaryParser.symbol(tokens);
    }
    if (token.is("-") && tokens.peek(1).kind() == Token.Kind.NUMBER) {
      tokens.next();
      return Arithmetic.negate(tokens.next().value());
    }
    if (token.kind() == Token.Kind.NUMBER || token.kind() == Token.Kind.STRING) {
      return tokens.next().value();
    }
    if (token.isName("true") || token.isName("false")) {
      return tokens.next().text().equals("true");
    }
    if (token.isName("null")) {
      tokens.next();
      return null;
    }
    throw tokens.unexpected("a literal, a list of literals or _");
  }
}
