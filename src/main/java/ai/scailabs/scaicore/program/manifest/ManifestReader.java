package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.manifest.YamlNode.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests. A text that is YAML becomes a {@link Manifest}, however wrong it is; what is
 * wrong with it is among its findings.
 */
public final class ManifestReader {

  /** The largest manifest, in bytes; whoever takes one in sees to it. */
  public static final int MAX_BYTES = 1024 * 1024;

  /** The words of which each step has one. */
  public static final List<String> STEP_KEYWORDS = Steps.KEYWORDS;

  private ManifestReader() {}

  /**
   * Reads a manifest in UTF-8.
   *
   * @throws ManifestInvalid when it is no YAML that is taken here
   */
  public static Manifest read(byte[] bytes) {
    return read(YamlReader.read(bytes));
  }

  /**
   * Reads what a manifest would be read to, without the text: values are null, {@link Boolean},
   * {@link Number}, {@link String}, lists, and maps with texts as keys. All of it stands in line 1.
   *
   * @throws ManifestInvalid when it is nested too deep
   */
  public static Manifest read(Map<String, @Nullable Object> document) {
    return read(PlainNodes.of(document));
  }

  private static Manifest read(YamlNode root) {
    var findings = new Findings();
    var document = document(root, findings);
    var core = document.requiredPart("core", "the Core with its name and flows");
    CoreSection.refuseBeside(document);
    MisplacedSecrets.report(document);
    var origins = new Origins();
    var section = new CoreSection(core, origins);
    var program = section.program().rest(document, Set.of("core")).members();
    return new Manifest(section.settings(), program, origins, findings);
  }

  /**
   * The document in UTF-8 as JSON values, within the same limits, without making a program of it.
   *
   * @throws ManifestInvalid when it is no YAML that is taken here, or no map
   */
  public static Map<String, @Nullable Object> tree(byte[] bytes) {
    var root = YamlReader.read(bytes);
    if (root instanceof Mapping mapping) {
      return mapping.plain();
    }
    throw new ManifestInvalid(
        "a manifest is a map with the key core, got " + root.kind(), root.line(), 1);
  }

  private static Part document(YamlNode root, Findings findings) {
    if (root instanceof Mapping mapping) {
      return new Part(findings, Place.ROOT, mapping);
    }
    findings.report(
        Place.ROOT, root.line(), "a manifest is a map with the key core, got " + root.kind());
    return new Part(findings, Place.ROOT, new Mapping(root.line(), Map.of()));
  }
}
