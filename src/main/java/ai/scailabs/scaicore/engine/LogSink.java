package ai.scailabs.scaicore.engine;

/** Takes what {@code debug} blocks say, when they say it for the first time. */
public interface LogSink {

  /**
   * @param level {@code debug}, {@code info}, {@code warn} or {@code error}
   * @param block the run of the block that says it
   */
  void log(String level, EventSink.BlockRun block, String message);
}
