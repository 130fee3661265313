package ai.scailabs.scaicore.testing;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Does something in several threads that set off together. */
public final class AtOnce {

  private AtOnce() {}

  /** What each of them got. */
  public static <T> List<T> run(int threads, IntFunction<T> action) {
    var barrier = new CyclicBarrier(threads);
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var tasks =
          IntStream.range(0, threads)
              .<Callable<T>>mapToObj(
                  i ->
                      () -> {
                        barrier.await();
                        return action.apply(i);
                      })
              .toList();
      return pool.invokeAll(tasks).stream().map(AtOnce::result).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static <T> T result(java.util.concurrent.Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
