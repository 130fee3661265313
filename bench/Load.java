import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** The same request, over and over, on a number of connections at once. */
final class Load {

  private Load() {}

  /** What a round came to; times of one request in nanoseconds, sorted. */
  record Result(double perSecond, long[] times) {

    double millis(double quantile) {
      return times[(int) Math.ceil(quantile * times.length) - 1] / 1e6;
    }
  }

  /** Requests for a time. */
  static Result during(int port, byte[] request, int connections, double seconds) {
    long until = System.nanoTime() + (long) (seconds * 1e9);
    return run(port, request, connections, Integer.MAX_VALUE, until);
  }

  /** A number of requests on each connection. */
  static Result times(int port, byte[] request, int connections, int each) {
    return run(port, request, connections, each, Long.MAX_VALUE);
  }

  /** A request as it goes over the wire. */
  static byte[] request(String method, String path, String token, String contentType, byte[] body) {
    var head = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    head.append("Host: 127.0.0.1\r\nAccept: application/json\r\n");
    head.append("Authorization: Bearer ").append(token).append("\r\n");
    if (body.length > 0) {
      head.append("Content-Type: ").append(contentType).append("\r\n");
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    var start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    var whole = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }

  private static Result run(int port, byte[] request, int connections, int each, long until) {
    long began = System.nanoTime();
    var clients = new ArrayList<Callable<long[]>>();
    for (int i = 0; i < connections; i++) {
      clients.add(() -> client(port, request, each, until));
    }
    try (var threads = Executors.newFixedThreadPool(connections)) {
      var parts = new ArrayList<long[]>();
      for (var part : threads.invokeAll(clients)) {
        parts.add(part.get());
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      var times = joined(parts);
      return new Result(times.length / seconds, times);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A request failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long[] client(int port, byte[] request, int each, long until) {
    var times = new long[1024];
    int count = 0;
    try (var connection = new Connection(port)) {
      long before = System.nanoTime();
      while (count < each && before < until) {
        connection.exchange(request);
        long after = System.nanoTime();
        if (count == times.length) {
          times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = after - before;
        before = after;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.copyOf(times, count);
  }

  private static long[] joined(List<long[]> parts) {
    return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
  }
}
