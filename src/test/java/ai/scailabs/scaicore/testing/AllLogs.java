package ai.scailabs.scaicore.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;

/**
 * Watches every log line of the process: ours from {@code trace}, all others from {@code debug},
 * but for loggers whose level the service itself sets. Keeps only those with a needle in them; none
 * goes to the console meanwhile.
 */
public final class AllLogs implements AutoCloseable {

  private final Needles needles;
  private final ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();
  private final LongAdder seen = new LongAdder();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("ai.scailabs");
  private final Level rootLevel = root.getLevel();
  private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
  private final Watcher watcher = new Watcher();

  public AllLogs(Needles needles) {
    this.needles = needles;
    root.iteratorForAppenders().forEachRemaining(others::add);
    others.forEach(root::detachAppender);
    watcher.setContext(root.getLoggerContext());
    watcher.start();
    root.addAppender(watcher);
    root.setLevel(Level.DEBUG);
    ours.setLevel(Level.TRACE);
  }

  /** The lines with a needle, each with the needle's name. */
  public List<String> found() {
    return List.copyOf(found);
  }

  /** How many lines there were. */
  public long seen() {
    return seen.sum();
  }

  @Override
  public void close() {
    root.setLevel(rootLevel);
    ours.setLevel(null);
    root.detachAppender(watcher);
    others.forEach(root::addAppender);
  }

  private final class Watcher extends AppenderBase<ILoggingEvent> {

    @Override
    protected void append(ILoggingEvent event) {
      seen.increment();
      var thrown = event.getThrowableProxy();
      var line =
          event.getLoggerName()
              + " "
              + event.getFormattedMessage()
              + " "
              + event.getMDCPropertyMap()
              + " "
              + event.getKeyValuePairs()
              + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
      needles.in(line).ifPresent(name -> found.add(name + " in: " + line));
    }
  }
}
