import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server process under measurement. Whatever happens, it ends with the bench. */
final class Server implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private static final int SECONDS_TO_END = 40;

  private final Process process;
  private final Path child;
  private final int port;
  private final double startSeconds;

  private Server(Process process, Path child, int port, double startSeconds) {
    this.process = process;
    this.child = child;
    this.port = port;
    this.startSeconds = startSeconds;
  }

  /**
   * Starts {@code java} and waits for the first 200.
   *
   * @param path of the GET that tells it is ready
   * @param child the file with the number of a process that it starts, and leaves when killed
   */
  static Server start(
      List<String> arguments, Map<String, String> environment, Path log, String path, Path child)
      throws IOException, InterruptedException {
    int port = freePort();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // The settings of whoever runs the bench are not what is measured.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(SPRING|SCAICORE|SERVER|MANAGEMENT)_.*"));
    builder.environment().putAll(environment);
    builder.environment().put("SERVER_PORT", Integer.toString(port));
    long began = System.nanoTime();
    var process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, child)));
    while (!ready(port, path)) {
      if (!process.isAlive() || System.nanoTime() - began > PATIENCE.toNanos()) {
        end(process, child);
        throw new IllegalStateException("A server does not start; its output is in " + log);
      }
      Thread.sleep(5);
    }
    return new Server(process, child, port, (System.nanoTime() - began) / 1e9);
  }

  int port() {
    return port;
  }

  /** From the start of the process to the first 200. */
  double startSeconds() {
    return startSeconds;
  }

  /** What the process has used of the processors so far. */
  double cpuSeconds() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** What this process, the load, has used. */
  static double ownCpuSeconds() {
    return ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .orElse(Duration.ZERO)
            .toNanos()
        / 1e9;
  }

  long pid() {
    return process.pid();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The memory of the process that is resident. */
  double residentMegabytes() throws IOException, InterruptedException {
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    var said =
        Files.exists(status)
            ? Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow()
            : ps("-o", "rss=", "-p", Long.toString(process.pid()));
    return Double.parseDouble(said.replaceAll("\\D", "")) / 1024;
  }

  @Override
  public void close() {
    end(process, child);
  }

  private static void end(Process process, Path child) {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      if (Files.exists(child)) {
        var number = Long.parseLong(Files.readAllLines(child).getFirst().strip());
        ProcessHandle.of(number)
            .filter(left -> left.info().command().filter(c -> c.endsWith("postgres")).isPresent())
            .ifPresent(ProcessHandle::destroy);
      }
    } catch (InterruptedException | IOException e) {
      process.destroyForcibly();
    }
  }

  private static String ps(String... options) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("ps"));
    command.addAll(List.of(options));
    var ps = new ProcessBuilder(command).start();
    var said = new String(ps.getInputStream().readAllBytes());
    ps.waitFor();
    return said;
  }

  private static boolean ready(int port, String path) {
    try {
      var connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      connection.setConnectTimeout(2_000);
      connection.setReadTimeout(2_000);
      connection.setRequestProperty("Connection", "close");
      boolean ok = connection.getResponseCode() == 200;
      connection.disconnect();
      return ok;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
