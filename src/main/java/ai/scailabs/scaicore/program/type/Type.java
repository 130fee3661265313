package ai.scailabs.scaicore.program.type;

import java.util.List;
import java.util.Map;

/** A type of the language. {@link #text()} is its canonical form, which parses back to it. */
public sealed interface Type {

  /** Its canonical text. */
  default String text() {
    throw new UnsupportedOperationException();
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
  record Enumeration(List<String> words) implements Type {}

  /** {@code A | B}. */
  record Union(List<Type> options) implements Type {}

  /** {@code T?} or {@code T | null}. */
  record Maybe(Type type) implements Type {}

  /** {@code {field: T}}; a field of optional type may be missing. */
  record Structure(Map<String, Type> fields) implements Type {}

  /** A name out of the program's {@code types}. */
  record Named(String name) implements Type {}

  /** A text that does not parse; the verifier reports it as E300. */
  record Invalid(String source, String problem) implements Type {}
}
