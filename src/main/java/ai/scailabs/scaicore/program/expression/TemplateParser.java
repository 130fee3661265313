package ai.scailabs.scaicore.program.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Text with <code>{{…}}</code> and <code>${…}</code> in it. What stands between is an expression;
 * the brackets themselves are written <code>{{"{{"}}</code>.
 */
final class TemplateParser {

  private final String text;
  private final List<Node> parts = new ArrayList<>();
  private int slots;
  private int tokens;

  private TemplateParser(String text) {
    this.text = text;
  }

  /** A template that is nothing but one <code>{{…}}</code> is that expression. */
  static Parsed parse(String text) {
    return new TemplateParser(text).parse();
  }

  private Parsed parse() {
    var at = 0;
    for (var next = opening(0); next >= 0; next = opening(at)) {
      addText(at, next);
      at = expression(next);
      if (next == 0 && at == text.length() && text.startsWith("{{")) {
        return new Parsed(parts.getFirst(), slots);
      }
    }
    addText(at, text.length());
    return parts.isEmpty() || (parts.size() == 1 && parts.getFirst() instanceof Node.Literal)
        ? new Parsed(new Node.Literal(text, 0), 0)
        : new Parsed(new Node.Joined(List.copyOf(parts), 0), slots);
  }

  private int opening(int from) {
    for (var i = from; i + 1 < text.length(); i++) {
      var c = text.charAt(i);
      if ((c == '{' || c == '$') && text.charAt(i + 1) == '{') {
        return i;
      }
    }
    return -1;
  }

  private int expression(int opening) {
    var closer = text.charAt(opening) == '$' ? "}" : "}}";
    var read = Lexer.read(text, opening + 2, closer);
    tokens += read.size();
    if (tokens > Lexer.MAX_TOKENS) {
      throw new SyntaxProblem(opening, "a template has at most 10,000 words and signs; split it");
    }
    var parsed = Parser.parse(read);
    parts.add(parsed.node());
    slots = Math.max(slots, parsed.slots());
    return read.getLast().end();
  }

  private void addText(int from, int to) {
    if (from < to) {
      parts.add(new Node.Literal(text.substring(from, to), from));
    }
  }
}
