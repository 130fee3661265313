package ai.scailabs.scaicore.program.type;

/**
 * Where a value does not fit its type or schema.
 *
 * @param path below the checked value, such as {@code items[0].price}; empty for the value itself
 * @param message what it must be and what it is, such as {@code must be a string, got int}
 */
public record Mismatch(String path, String message) {

  /** The path as it reads when the checked value stands in a field. */
  public String under(String field) {
    return path.isEmpty() || path.startsWith("[") ? field + path : field + "." + path;
  }
}
