package ai.scailabs.scaicore.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;

/** A program of the operating system, run to its end. */
final class Command {

  private Command() {}

  /** How it ended and what it said, standard error included. */
  record Result(int status, String output) {

    boolean succeeded() {
      return status == 0;
    }
  }

  /** Runs a program, which has its own limit of time, and waits for it. */
  static Result run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
      return new Result(process.waitFor(), output.strip());
    } catch (IOException e) {
      return new Result(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted: " + command.getFirst(), e));
    }
  }
}
