package ai.scailabs.scaicore.scaiflow.cli;

import ai.scailabs.scaicore.scaiflow.cli.FlowJson.NoObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file of a flow.
 *
 * @param shown its name, as it was given
 * @param content the graph as JSON values, whatever is in it
 */
record FlowFile(String shown, Map<String, @Nullable Object> content) {

  /** The largest that the server takes, in bytes. */
  static final int MAX_BYTES = 2 * 1024 * 1024;

  /**
   * Reads a file, or standard input where it is named {@code -}.
   *
   * @throws CommandFailed when there is no JSON object in it
   */
  static FlowFile read(String name, InputStream standard) throws CommandFailed {
    var shown = name.equals("-") ? "standard input" : name;
    try {
      return new FlowFile(shown, FlowJson.object(bytes(name, shown, standard)));
    } catch (NoObject e) {
      throw unusable(shown, e.getMessage() + ". A flow is the .flow.json that ScaiFlow exports.");
    } catch (NoSuchFileException e) {
      throw unusable(shown, "there is no such file.");
    } catch (AccessDeniedException e) {
      throw unusable(shown, "this user may not read it.");
    } catch (IOException | InvalidPathException e) {
      throw unusable(shown, "it cannot be read: " + e.getMessage());
    }
  }

  private static byte[] bytes(String name, String shown, InputStream standard)
      throws CommandFailed, IOException {
    if (name.equals("-")) {
      return bounded(shown, standard);
    }
    var path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw unusable(shown, "it is a folder; name a file in it.");
    }
    try (var in = Files.newInputStream(path)) {
      return bounded(shown, in);
    }
  }

  private static byte[] bounded(String shown, InputStream in) throws CommandFailed, IOException {
    var bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw unusable(shown, "it is larger than 2 MB, which is the most that a flow may be.");
    }
    return bytes;
  }

  private static CommandFailed unusable(String shown, String why) {
    return CommandFailed.misused(shown + ": " + why);
  }

  /** The name of the flow in the file; null where it has none. */
  @Nullable String name() {
    var own = FlowJson.word(content, "name");
    return own != null
        ? own.strip()
        : FlowJson.word(
            FlowJson.map(FlowJson.map(content.get("config")).get("core_identity")), "name");
  }

  @Nullable String description() {
    var own = FlowJson.word(content, "description");
    return own != null ? own : FlowJson.word(FlowJson.map(content.get("metadata")), "description");
  }
}
