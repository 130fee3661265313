package ai.scailabs.scaicore.program.type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses a type text.
 *
 * <pre>
 * union   = postfix { "|" postfix }            null among the options makes the union optional
 * postfix = primary { "?" }
 * primary = "(" union ")" | "{" [ field { "," field } ] "}" | quoted
 *         | "array" open union close | "map" open union "," union close | "enum" open words close
 *         | name
 * open    = "[" | "<"
 * </pre>
 */
final class TypeParser {

  static final int MAX_DEPTH = 64;

  private static final int MAX_LENGTH = 64 * 1024;

  private final String text;
  private final TypeTokens tokens;
  private int depth;

  TypeParser(String text) {
    this.text = text;
    this.tokens = new TypeTokens(text);
  }

  Type parse() {
    if (text.length() > MAX_LENGTH) {
      return new Type.Invalid("", "it is longer than " + MAX_LENGTH + " characters");
    }
    try {
      var type = union();
      if (!tokens.atEnd()) {
        throw tokens.expected("the end");
      }
      return type == null ? new Type.Invalid(text, "null alone is no type") : type;
    } catch (TypeTokens.Unexpected e) {
      return new Type.Invalid(text, e.problem());
    }
  }

  /** The type, or null for {@code null} alone. */
  private @Nullable Type union() throws TypeTokens.Unexpected {
    if (++depth > MAX_DEPTH) {
      throw tokens.problem("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    var options = new ArrayList<Type>();
    var optional = false;
    do {
      var option = postfix();
      optional |= option == null || option instanceof Type.Maybe;
      if (option != null) {
        options.add(option instanceof Type.Maybe(var inner) ? inner : option);
      }
    } while (tokens.take('|'));
    depth--;
    if (options.isEmpty()) {
      return null;
    }
    var type = joined(options);
    return optional ? new Type.Maybe(type) : type;
  }

  /** Flat, with all words in one enumeration where the first stood. */
  private static Type joined(List<Type> options) {
    var words = new ArrayList<String>();
    var joined = new ArrayList<Type>();
    var seen = new HashSet<Type>();
    var enumerationAt = -1;
    for (var option : flat(options)) {
      if (option instanceof Type.Enumeration(var more)) {
        words.addAll(more);
        if (enumerationAt < 0) {
          enumerationAt = joined.size();
          joined.add(option);
        }
      } else if (seen.add(option)) {
        joined.add(option);
      }
    }
    if (enumerationAt >= 0) {
      joined.set(enumerationAt, new Type.Enumeration(words));
    }
    return joined.size() == 1 ? joined.getFirst() : new Type.Union(joined);
  }

  private static List<Type> flat(List<Type> options) {
    return options.stream()
        .flatMap(o -> o instanceof Type.Union(var inner) ? inner.stream() : List.of(o).stream())
        .toList();
  }

  private @Nullable Type postfix() throws TypeTokens.Unexpected {
    var type = primary();
    while (type != null && tokens.take('?')) {
      type = type instanceof Type.Maybe ? type : new Type.Maybe(type);
    }
    return type;
  }

  private @Nullable Type primary() throws TypeTokens.Unexpected {
    if (tokens.take('(')) {
      var type = union();
      tokens.require(')');
      return type;
    }
    if (tokens.take('{')) {
      return structure();
    }
    var quoted = tokens.quoted();
    if (quoted != null) {
      return new Type.Enumeration(List.of(quoted));
    }
    var name = tokens.name();
    return switch (name) {
      case null -> throw tokens.expected("a type");
      case "null" -> null;
      case "array" -> array();
      case "map" -> map();
      case "enum" -> enumeration();
      default -> Type.SCALARS.contains(name) ? new Type.Scalar(name) : new Type.Named(name);
    };
  }

  private Type array() throws TypeTokens.Unexpected {
    var close = open("an element type, as in array[string]");
    var element = some();
    tokens.require(close);
    return new Type.Array(element);
  }

  private Type map() throws TypeTokens.Unexpected {
    var close = open("key and value types, as in map[string, int]");
    var key = some();
    tokens.require(',');
    var value = some();
    tokens.require(close);
    return new Type.MapOf(key, value);
  }

  private Type enumeration() throws TypeTokens.Unexpected {
    var close = open("words, as in enum[small, large]");
    var words = new ArrayList<String>();
    do {
      words.add(word());
    } while (tokens.take(',') && !tokens.sees(close));
    tokens.require(close);
    return new Type.Enumeration(words);
  }

  private Type structure() throws TypeTokens.Unexpected {
    var fields = new LinkedHashMap<String, Type>();
    while (!tokens.sees('}')) {
      var name = word();
      var optional = tokens.take('?');
      tokens.require(':');
      var type = some();
      if (fields.put(name, optional && !(type instanceof Type.Maybe) ? new Type.Maybe(type) : type)
          != null) {
        throw tokens.problem("field " + name + " stands twice");
      }
      if (!tokens.take(',')) {
        break;
      }
    }
    tokens.require('}');
    return new Type.Structure(fields);
  }

  private Type some() throws TypeTokens.Unexpected {
    var type = union();
    if (type == null) {
      throw tokens.problem("null alone is no type");
    }
    return type;
  }

  private String word() throws TypeTokens.Unexpected {
    var quoted = tokens.quoted();
    var word = quoted == null ? tokens.word() : quoted;
    if (word == null) {
      throw tokens.expected("a word");
    }
    return word;
  }

  private char open(String what) throws TypeTokens.Unexpected {
    if (tokens.take('[')) {
      return ']';
    }
    if (tokens.take('<')) {
      return '>';
    }
    throw tokens.expected(what);
  }
}
