import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Cycles of a number of clients at once. */
final class Cycles {

  private Cycles() {}

  /** Makes the client of a number. */
  @FunctionalInterface
  interface Clients {
    Cycle client(int number);
  }

  /**
   * What a round came to; times in nanoseconds, sorted.
   *
   * @param cycles of whole cycles
   * @param settles from the answer to a resolve to the one that said completed
   */
  record Result(double perSecond, long[] cycles, long[] settles, double reads) {

    double millis(double quantile) {
      return at(cycles, quantile);
    }

    double settledMillis(double quantile) {
      return at(settles, quantile);
    }

    private static double at(long[] times, double quantile) {
      return times[(int) Math.ceil(quantile * times.length) - 1] / 1e6;
    }
  }

  private record Part(long[] cycles, long[] settles, long reads) {}

  /** Cycles for a time. */
  static Result during(Clients clients, int connections, double seconds) {
    long began = System.nanoTime();
    long until = began + (long) (seconds * 1e9);
    var parts = all(connections, number -> part(clients.client(number), until));
    double took = (System.nanoTime() - began) / 1e9;
    var cycles = joined(parts.stream().map(Part::cycles).toList());
    var settles = joined(parts.stream().map(Part::settles).toList());
    double reads = parts.stream().mapToLong(Part::reads).sum();
    return new Result(cycles.length / took, cycles, settles, reads / cycles.length);
  }

  /** Starts executions that wait, this many on each connection. */
  static void begin(Clients clients, int connections, int each) {
    all(
        connections,
        number -> {
          try (var client = clients.client(number)) {
            for (int i = 0; i < each; i++) {
              client.begin();
            }
          }
          return number;
        });
  }

  private static Part part(Cycle cycle, long until) throws IOException {
    var cycles = new long[1024];
    var settles = new long[1024];
    int count = 0;
    long reads = 0;
    try (cycle) {
      for (long before = System.nanoTime(); before < until; ) {
        cycle.run();
        long after = System.nanoTime();
        if (count == cycles.length) {
          cycles = Arrays.copyOf(cycles, 2 * count);
          settles = Arrays.copyOf(settles, 2 * count);
        }
        cycles[count] = after - before;
        settles[count++] = cycle.settleNanos();
        reads += cycle.reads();
        before = after;
      }
    }
    return new Part(Arrays.copyOf(cycles, count), Arrays.copyOf(settles, count), reads);
  }

  @FunctionalInterface
  interface Work<T> {
    T by(int number) throws IOException;
  }

  /** Has so many threads do something at once. */
  static <T> List<T> all(int threads, Work<T> work) {
    var tasks = new ArrayList<Callable<T>>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      tasks.add(() -> work.by(number));
    }
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var results = new ArrayList<T>();
      for (var future : pool.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A client failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long[] joined(List<long[]> parts) {
    return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
  }
}
