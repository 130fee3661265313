package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.program.VerifyOptions;
import ai.scailabs.scaicore.program.manifest.Manifest;
import ai.scailabs.scaicore.program.manifest.ManifestInvalid;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.web.PayloadTooLarge;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes manifests in: each becomes the request that would have been sent in JSON, once its program
 * is verified together with what the Core adds to it.
 */
@Component
class CoreManifests {

  private final JsonMapper json;

  CoreManifests(JsonMapper json) {
    this.json = json;
  }

  /**
   * The request of a manifest.
   *
   * @param core what is there already; null for a new Core
   * @throws PayloadTooLarge past 1 MB
   * @throws ValidationFailed when it is no YAML, with line and column
   * @throws InvalidSourceIr with everything that is wrong with it
   */
  CoreRequest request(InputStream body, @Nullable CoreConfiguration core) {
    var manifest = manifest(body);
    var settings = manifest.settings();
    var findings = manifest.findings(options(settings, core));
    if (!findings.isEmpty()) {
      throw new InvalidSourceIr(findings);
    }
    return new CoreRequest(
        settings.name(),
        constant(RuntimeMode.class, settings.runtimeMode()),
        constant(ConcurrencyMode.class, settings.concurrencyMode()),
        settings.entityKey(),
        json.valueToTree(manifest.source()),
        null,
        object(settings.environment()),
        object(settings.resourceLimits()),
        constant(CheckpointMode.class, settings.checkpointMode()),
        constant(PrivilegeLevel.class, settings.privilegeLevel()),
        object(settings.metadata()),
        null,
        null,
        null);
  }

  private static Manifest manifest(InputStream body) {
    try {
      var bytes = body.readNBytes(ManifestReader.MAX_BYTES + 1);
      if (bytes.length > ManifestReader.MAX_BYTES) {
        throw new PayloadTooLarge(ManifestReader.MAX_BYTES);
      }
      return ManifestReader.read(bytes);
    } catch (ManifestInvalid e) {
      throw new ValidationFailed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      var failed = new ValidationFailed("The body could not be read to its end; send it again.");
      // By which a caller who hung up is known.
      failed.initCause(e);
      throw failed;
    }
  }

  private VerifyOptions options(Manifest.Settings settings, @Nullable CoreConfiguration core) {
    if (core == null) {
      return new VerifyOptions(settings.concurrencyMode(), settings.entityKey(), Set.of());
    }
    return new VerifyOptions(
        settings.concurrencyMode() != null || !core.concurrencyExplicit()
            ? settings.concurrencyMode()
            : core.concurrencyMode().word(),
        settings.entityKey() != null ? settings.entityKey() : core.entityKeyField(),
        Set.copyOf(PluginEntries.aliases(json.readTree(core.plugins()))));
  }

  private static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String word) {
    return word == null ? null : Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  private @Nullable ObjectNode object(@Nullable Map<String, @Nullable Object> map) {
    return map == null ? null : json.valueToTree(map);
  }
}
