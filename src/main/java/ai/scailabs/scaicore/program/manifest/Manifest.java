package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.Finding;
import ai.scailabs.scaicore.program.Verifier;
import ai.scailabs.scaicore.program.VerifyOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as it was read: what it says of the Core, and the program that it became. Made by
 * {@link ManifestReader}. Source: {@code design/program.md}, "Manifest".
 */
public final class Manifest {

  private final Settings settings;
  private final Map<String, @Nullable Object> source;
  private final Origins origins;
  private final Findings findings;

  Manifest(
      Settings settings, Map<String, @Nullable Object> source, Origins origins, Findings findings) {
    this.settings = settings;
    this.source = source;
    this.origins = origins;
    this.findings = findings;
  }

  /**
   * What a manifest says of the Core itself, in the words and shapes that {@code POST /cores} takes
   * in JSON; null where it says nothing.
   *
   * @param name empty when it has none, which is among the findings
   */
  public record Settings(
      String name,
      @Nullable String runtimeMode,
      @Nullable String concurrencyMode,
      @Nullable String entityKey,
      @Nullable String checkpointMode,
      @Nullable String privilegeLevel,
      @Nullable Map<String, @Nullable Object> environment,
      @Nullable Map<String, @Nullable Object> resourceLimits,
      @Nullable Map<String, @Nullable Object> metadata) {}

  public Settings settings() {
    return settings;
  }

  /** The program, in the form of a JSON bundle. */
  public Map<String, @Nullable Object> source() {
    return source;
  }

  /**
   * Everything that is wrong with the manifest and with its program, in the order of its lines. The
   * paths are those of the manifest; each message ends with the line, and with the node of the flow
   * graph where a step names one.
   */
  public List<Finding> findings(VerifyOptions options) {
    var all = new Findings(findings);
    Verifier.verify(source, options)
        .findings()
        .forEach(finding -> origins.translate(finding, source, all));
    return all.inOrder();
  }
}
