package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.manifest.YamlNode.Mapping;
import ai.scailabs.scaicore.program.manifest.YamlNode.Scalar;
import ai.scailabs.scaicore.program.manifest.YamlNode.Sequence;

/**
 * Finds secrets outside the environment. All else of a manifest is stored and shown as it is, so
 * that a line which lost its indentation would tell one.
 */
final class MisplacedSecrets {

  private static final String PROBLEM =
      "is a secret, and what stands here is shown to whoever reads the Core; put it into"
          + " core.environment, or into the Core's own plugins";

  private final Findings findings;
  private final Place environment = Place.ROOT.key("core").key("environment");

  private MisplacedSecrets(Findings findings) {
    this.findings = findings;
  }

  static void report(Part document) {
    new MisplacedSecrets(document.findings()).walk(document.place(), document.map());
  }

  private void walk(Place place, YamlNode node) {
    switch (node) {
      case Mapping map when isSecret(map) -> findings.report(place, map.line(), PROBLEM);
      case Mapping map ->
          map.members()
              .forEach(
                  (key, member) -> {
                    var below = place.key(key);
                    if (!below.equals(environment)) {
                      walk(below, member);
                    }
                  });
      case Sequence list -> {
        for (int i = 0; i < list.items().size(); i++) {
          walk(place.index(i), list.items().get(i));
        }
      }
      case Scalar _ -> {}
    }
  }

  private static boolean isSecret(Mapping map) {
    return map.members().get("type") instanceof Scalar type
        && type.text().equals("secret")
        && map.members().containsKey("value")
        && !(map.members().get("value") instanceof Scalar value && value.value() == null);
  }
}
