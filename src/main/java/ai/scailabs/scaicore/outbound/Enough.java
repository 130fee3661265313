package ai.scailabs.scaicore.outbound;

/** Says, while an answer is being read, whether the rest of it is not wanted. */
@FunctionalInterface
public interface Enough {

  /** Every answer is read to its end. */
  Enough NEVER = (part, count) -> false;

  /**
   * Looks at what has just been read.
   *
   * @param part its first {@code count} bytes are new; the array is used again
   */
  boolean with(byte[] part, int count);
}
