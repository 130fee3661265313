package ai.scailabs.scaicore.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Answers with the addresses of a host that may be called. The connection is made to one of these
 * very addresses, so that a name which means something else a moment later changes nothing. Looking
 * a name up cannot be broken off, so it is done on threads of its own.
 */
final class GuardedResolver implements DnsResolver, AutoCloseable {

  /** By when, in the time of {@link System#nanoTime}, the call has to be over that asks. */
  static final ScopedValue<Long> END = ScopedValue.newInstance();

  private static final int THREADS = 16;
  private static final int MOST_WAITING = 1_000;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Destinations destinations;
  private final NameService names;
  private final ThreadPoolExecutor threads;

  /** Finds the addresses of a name; may take its time. */
  @FunctionalInterface
  interface NameService {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  GuardedResolver(Destinations destinations) {
    this(destinations, InetAddress::getAllByName);
  }

  GuardedResolver(Destinations destinations, NameService names) {
    this.destinations = destinations;
    this.names = names;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("outbound-names-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var name = host.toLowerCase(Locale.ROOT);
    var permitted =
        Arrays.stream(addresses(host))
            .filter(address -> destinations.permits(name, address))
            .toArray(InetAddress[]::new);
    if (permitted.length == 0) {
      throw new DestinationRefused(
          "leads to an address that may not be called from here: it is not public");
    }
    return permitted;
  }

  private InetAddress[] addresses(String host) throws UnknownHostException {
    var answer = asked(host);
    try {
      return answer.get(END.get() - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw new UnknownHostException("looking up " + host + " takes too long");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException unknown
          ? unknown
          : new UnknownHostException("looking up " + host + " fails: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException("looking up " + host + " was interrupted");
    }
  }

  private Future<InetAddress[]> asked(String host) throws UnknownHostException {
    try {
      return threads.submit(() -> names.addresses(host));
    } catch (RejectedExecutionException e) {
      throw new UnknownHostException("too many names are being looked up");
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
