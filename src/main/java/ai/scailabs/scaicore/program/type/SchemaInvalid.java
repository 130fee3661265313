package ai.scailabs.scaicore.program.type;

/** A JSON Schema that cannot be used; the message says why. */
public final class SchemaInvalid extends RuntimeException {

  SchemaInvalid(String message) {
    super(message, null, false, false);
  }
}
