package ai.scailabs.scaicore.secrets;

/**
 * Says where a package keeps sealed values, so that a rotation of keys reaches them. Whoever adds a
 * column of sealed values adds one of these; a test looks for columns without. It is made without
 * the rest of the service: its constructor takes nothing.
 */
public interface SealedValues {
  SealedColumn column();
}
