package ai.scailabs.scaicore.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The service in a process of its own, as spring-boot:run starts it: on the class path without the
 * tests.
 */
final class ServiceProcess {

  private static final int LIMIT_SECONDS = 120;

  private final Process process;
  private final BufferedReader output;
  private final List<String> said = new ArrayList<>();

  private ServiceProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /** Starts it; {@code variables} are all it finds in its environment that would concern it. */
  static ServiceProcess start(Map<String, String> variables) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
                java,
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                "ai.scailabs.scaicore.Launcher")
            .redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(SPRING|SCAICORE|SERVER|MANAGEMENT|LOGGING)_.*"));
    builder.environment().putAll(variables);
    try {
      return new ServiceProcess(builder.start());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads until a line with this text; fails where the process ends without. */
  String awaitLine(String text) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.contains(text)) {
        return line;
      }
    }
    throw new AssertionError("never said " + text + ":\n" + String.join("\n", said));
  }

  /** Reads to the end and waits for it. */
  int awaitExit() throws IOException, InterruptedException {
    output.lines().forEach(said::add);
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still runs:\n" + String.join("\n", said));
    }
    return process.exitValue();
  }

  /** Every line so far. */
  List<String> said() {
    return said;
  }

  long pid() {
    return process.pid();
  }

  void terminate() {
    // Process.destroy would close its output, which is read to the end.
    process.toHandle().destroy();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it in an orderly way, so that its PostgreSQL does not outlive the test. */
  void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private static String classPath() {
    var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
