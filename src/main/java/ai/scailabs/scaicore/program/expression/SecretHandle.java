package ai.scailabs.scaicore.program.expression;

/** Stands for a secret value without holding it; only plugin config and headers open it. */
public record SecretHandle(String name) {

  @Override
  public String toString() {
    return "[secret]";
  }
}
