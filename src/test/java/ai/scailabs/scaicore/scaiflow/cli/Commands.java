package ai.scailabs.scaicore.scaiflow.cli;

import ai.scailabs.scaicore.testing.Demo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs commands in this process. */
public final class Commands {

  public static final String ECHO = "echo-agent.flow.json";
  static final String KEY = "sgk_test_0000000000000000000000000000000000";

  private Commands() {}

  /** How a command ended and what it said. */
  public record Ended(int status, String out, String err) {}

  /** One that calls no service. */
  static Ended run(String... arguments) {
    return run(Map.of(), "", arguments);
  }

  /** One that calls the service at an address. */
  public static Ended at(String url, String key, String... arguments) {
    return run(Map.of(Settings.URL, url, Settings.KEY, key), "", arguments);
  }

  static Ended run(Map<String, String> variables, String in, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        new FlowCommand(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                variables,
                Duration.ofMillis(1))
            .run(List.of(arguments));
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A sample as a file in a folder. */
  public static String sample(Path folder, String name) {
    return file(folder, Path.of(name).getFileName().toString(), Demo.sample(name));
  }

  static String file(Path folder, String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
