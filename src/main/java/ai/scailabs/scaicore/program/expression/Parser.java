package ai.scailabs.scaicore.program.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tokens to a syntax tree. From loose to tight: lambda, {@code ?:}, {@code ??}, {@code ||}, {@code
 * &&}, {@code == !=}, {@code < <= > >= in}, {@code + -}, {@code * / %}, {@code ! -}, and what
 * follows a value ({@code . ?. [] ()}). The words {@code and}, {@code or}, {@code not} and {@code
 * not in} are taken for the signs.
 */
final class Parser {

  private static final int MAX_PARAMS = 8;
  private static final Map<String, Operator> INFIX =
      Stream.concat(
              Stream.of(Operator.values()).map(o -> Map.entry(o.sign(), o)),
              Stream.of(Map.entry("and", Operator.AND), Map.entry("or", Operator.OR)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final Tokens tokens;
  private final PrimaryParser primaries;
  private final List<String> locals = new ArrayList<>();
  private int slots;
  private int depth;

  private Parser(Tokens tokens) {
    this.tokens = tokens;
    this.primaries = new PrimaryParser(tokens, this);
  }

  /** The tree of tokens that must be one expression, whole. */
  static Parsed parse(List<Token> all) {
    var tokens = new Tokens(all);
    var parser = new Parser(tokens);
    var node = parser.expression();
    if (tokens.peek().kind() != Token.Kind.END) {
      throw tokens.unexpected("an operator or the end");
    }
    Parsed.refuseTooDeep(node, all.size());
    return new Parsed(node, parser.slots);
  }

  Node expression() {
    return deeper(ignored -> isLambda() ? lambda() : choice());
  }

  private Node choice() {
    var condition = binary(1);
    if (!tokens.peek().is("?")) {
      return condition;
    }
    var sign = tokens.next();
    var then = expression();
    tokens.expect(":");
    return new Node.Choice(condition, then, expression(), sign.start());
  }

  private Node binary(int level) {
    var left = unary();
    while (true) {
      var negated = tokens.peek().isName("not") && tokens.peek(1).isName("in");
      var sign = negated ? tokens.peek(1) : tokens.peek();
      var operator = operator(sign);
      if (operator == null || operator.level() < level) {
        return left;
      }
      tokens.next();
      if (negated) {
        tokens.next();
      }
      left = new Node.Binary(operator, left, binary(operator.level() + 1), sign.start());
      left = negated ? new Node.Unary(false, left, sign.start()) : left;
    }
  }

  private static @Nullable Operator operator(Token token) {
    return token.kind() == Token.Kind.SIGN || token.kind() == Token.Kind.NAME
        ? INFIX.get(token.text())
        : null;
  }

  private Node unary() {
    var sign = tokens.peek();
    if (sign.is("!") || (sign.isName("not") && PrimaryParser.startsValue(tokens.peek(1)))) {
      tokens.next();
      return new Node.Unary(false, deeper(ignored -> unary()), sign.start());
    }
    if (sign.is("-")) {
      tokens.next();
      var operand = deeper(ignored -> unary());
      return operand instanceof Node.Literal(Number number, _)
          ? new Node.Literal(Arithmetic.negate(number), sign.start())
          : new Node.Unary(true, operand, sign.start());
    }
    return links(primaries.primary());
  }

  private Node links(Node start) {
    var node = start;
    while (true) {
      var sign = tokens.peek();
      if (sign.is(".") || (sign.is("?.") && !tokens.peek(1).is("["))) {
        tokens.next();
        node = member(node, sign.is("?."));
      } else if (sign.is("[") || sign.is("?.")) {
        tokens.next();
        var safe = sign.is("?.") && tokens.accept("[");
        node = new Node.Index(node, expression(), safe, sign.start());
        tokens.expect("]");
      } else if (sign.is("(")) {
        throw new SyntaxProblem(
            sign.start(), "only a name can be called, as in name(…) or value.name(…)");
      } else {
        return node;
      }
    }
  }

  private Node member(Node target, boolean safe) {
    var name = tokens.expectName("the name of a member");
    if (!tokens.peek().is("(")) {
      return new Node.Member(target, name.text(), safe, name.start());
    }
    var given = primaries.arguments();
    return !safe
            && target instanceof Node.Name(var module, int position)
            && FunctionLibrary.has(module + "." + name.text())
        ? new Node.Function(module + "." + name.text(), given.args(), given.named(), position)
        : new Node.Call(target, name.text(), given.args(), given.named(), safe, name.start());
  }

  private boolean isLambda() {
    if (tokens.peek().kind() == Token.Kind.NAME) {
      return tokens.peek(1).is("=>");
    }
    if (!tokens.peek().is("(")) {
      return false;
    }
    var at = 1;
    while (tokens.peek(at).kind() == Token.Kind.NAME && tokens.peek(at + 1).is(",")) {
      at += 2;
    }
    at += tokens.peek(at).kind() == Token.Kind.NAME ? 1 : 0;
    return tokens.peek(at).is(")") && tokens.peek(at + 1).is("=>");
  }

  private Node lambda() {
    var start = tokens.peek().start();
    var params = new ArrayList<String>();
    var bracketed = tokens.accept("(");
    while (!tokens.peek().is(")") && !tokens.peek().is("=>")) {
      params.add(tokens.expectName("a parameter").text());
      tokens.accept(",");
    }
    if (bracketed) {
      tokens.expect(")");
    }
    tokens.expect("=>");
    if (params.size() > MAX_PARAMS) {
      throw new SyntaxProblem(start, "a function has at most 8 parameters");
    }
    var first = locals.size();
    locals.addAll(params);
    slots = Math.max(slots, locals.size());
    var body = expression();
    locals.subList(first, locals.size()).clear();
    return new Node.Lambda(List.copyOf(params), first, body, start);
  }

  /** A name on its own: a parameter of a lambda around it, or a name of the scope. */
  Node name(Token name) {
    var slot = locals.lastIndexOf(name.text());
    return slot < 0
        ? new Node.Name(name.text(), name.start())
        : new Node.Local(name.text(), slot, name.start());
  }

  private Node deeper(Function<Parser, Node> rule) {
    if (++depth > Meter.DEPTH) {
      throw new SyntaxProblem(
          tokens.peek().start(), "the expression is nested more than 200 levels deep");
    }
    var node = rule.apply(this);
    depth--;
    return node;
  }
}
