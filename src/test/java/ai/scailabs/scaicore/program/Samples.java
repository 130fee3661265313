package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.bundle.BundleReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sample programs. */
public final class Samples {

  private Samples() {}

  /** The bytes of a file under {@code samples/}. */
  public static byte[] bytes(String name) {
    try (var in = Samples.class.getResourceAsStream("/samples/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The source in a file under {@code samples/}. */
  public static Map<String, @Nullable Object> source(String name) {
    return BundleReader.read(bytes(name));
  }
}
