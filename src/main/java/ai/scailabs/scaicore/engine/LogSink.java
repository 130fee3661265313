package ai.scailabs.scaicore.engine;

/** Takes what {@code debug} blocks say. */
public interface LogSink {

  /**
   * @param level {@code debug}, {@code info}, {@code warn} or {@code error}
   * @param block path of the block
   */
  void log(String level, String block, String message);
}
