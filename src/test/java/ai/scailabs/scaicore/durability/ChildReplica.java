package ai.scailabs.scaicore.durability;

import ai.scailabs.scaicore.execution.Failpoint;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A replica in a process of its own, which signals can be sent to. */
final class ChildReplica implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);

  private final Process process;
  private final Path output;
  private final int port;

  private ChildReplica(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /**
   * Starts one over the database of the fleet, and waits until it serves.
   *
   * @param failpoints the value of {@code scaicore.failpoints}
   */
  static ChildReplica start(Fleet fleet, String failpoints) {
    try {
      int port = freePort();
      var command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx400m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-cp",
                  classPath(),
                  "ai.scailabs.scaicore.Launcher",
                  "--spring.datasource.url=" + fleet.database(),
                  "--server.port=" + port,
                  "--server.address=127.0.0.1",
                  "--scaicore.demo=true",
                  "--scaicore.models.offline=true",
                  "--scaicore.models.allow-loopback=true",
                  "--scaicore.limits.enabled=false"));
      command.addAll(fleet.arguments());
      if (!failpoints.isEmpty()) {
        command.add("--scaicore.failpoints=" + failpoints);
      }
      var output = Files.createTempFile("scaicore-child", ".log");
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.matches("(SPRING|SCAICORE|SERVER|MANAGEMENT|LOGGING)_.*"));
      var child = new ChildReplica(builder.start(), output, port);
      child.awaitReady();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the demo's admin. */
  Http admin() {
    return new Http(port, Demo.ADMIN);
  }

  /** Whether a point was reached so far. */
  boolean reached(Failpoint point) {
    return said().contains("failpoint " + point.word() + " is reached");
  }

  /** Waits until it has come to a point. */
  void await(Failpoint point) {
    try {
      Eventually.get(() -> reached(point), reached -> reached);
    } catch (AssertionError e) {
      throw new AssertionError(point.word() + " is not reached: " + said(), e);
    }
  }

  String said() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** What it ended with. */
  int awaitExit() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("it lives: " + said());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends it {@code STOP} or {@code CONT}. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    output.toFile().delete();
  }

  private void awaitReady() {
    long end = System.nanoTime() + START.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        kill();
        throw new AssertionError("it does not start: " + said());
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  private boolean isReady() {
    try {
      return new Http(port, null).get("/health/ready").status() == 200;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String classPath() {
    var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
