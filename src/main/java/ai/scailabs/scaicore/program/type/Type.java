package ai.scailabs.scaicore.program.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A type of the language. {@link #text()} is its canonical form, which parses back to it. */
public sealed interface Type {

  /** The names that stand for built-in types. */
  Set<String> SCALARS =
      Set.of(
          "string",
          "int",
          "float",
          "bool",
          "date",
          "datetime",
          "duration",
          "money",
          "email",
          "url",
          "uuid",
          "object");

  /** Reads a type text. Never fails: what does not parse is {@link Invalid}. */
  static Type parse(String text) {
    return new TypeParser(text).parse();
  }

  /** Reads a type out of source: a text, or a map from field to type. Never fails. */
  static Type of(@Nullable Object source) {
    return TypeSource.read(source, 0);
  }

  /** Its canonical text. */
  default String text() {
    return TypeText.of(this);
  }

  /**
   * A built-in: {@code string int float bool date datetime duration money email url uuid object}.
   */
  record Scalar(String name) implements Type {}

  /** {@code array[T]}. */
  record Array(Type element) implements Type {}

  /** {@code map[K,V]}. */
  record MapOf(Type key, Type value) implements Type {}

  /** {@code enum[a, b]} or {@code "a" | "b"}. */
  record Enumeration(List<String> words) implements Type {
    public Enumeration {
      words = words.stream().distinct().toList();
    }
  }

  /** {@code A | B}. */
  record Union(List<Type> options) implements Type {
    public Union {
      options = List.copyOf(options);
    }
  }

  /** {@code T?} or {@code T | null}. */
  record Maybe(Type type) implements Type {}

  /** {@code {field: T}}; a field of optional type may be missing. */
  record Structure(Map<String, Type> fields) implements Type {
    public Structure {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /** A name out of what the program declares under {@code types}. */
  record Named(String name) implements Type {}

  /** A text that does not parse; the verifier reports it as E300. */
  record Invalid(String source, String problem) implements Type {}
}
