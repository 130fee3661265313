package ai.scailabs.scaicore.program.expression;

/** {@code :name}. */
public record Symbol(String name) {

  @Override
  public String toString() {
    return name;
  }
}
