package ai.scailabs.scaicore.scaiflow.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * Where a command reads and writes: results go to {@code out}, everything else to {@code err}. What
 * a server or a file says can neither steer the terminal nor show the key.
 *
 * @param secret what is never printed; empty for nothing
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, String secret) {

  /** A line of the result. */
  void result(String line) {
    out.println(clean(line));
  }

  /** A result as it is: what is written is UTF-8, or no text at all. */
  void result(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** A value as JSON, on one line. */
  void resultJson(Object value) {
    result((clean(FlowJson.text(value)) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void tell(String line) {
    err.println(clean(line));
  }

  void tell(Collection<String> lines) {
    lines.forEach(this::tell);
  }

  private String clean(String line) {
    var shown = secret.isBlank() ? line : line.replace(secret, "…");
    return shown.replaceAll(
        "[\\p{Cntrl}\\x{80}-\\x{9f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]", " ");
  }
}
