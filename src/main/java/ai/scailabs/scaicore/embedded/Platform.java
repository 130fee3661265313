package ai.scailabs.scaicore.embedded;

import ai.scailabs.scaicore.operations.CannotStart;
import java.util.Locale;

/** Where we run, by the words in the names of the PostgreSQL archives. */
record Platform(String system, String machine) {

  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String osName, String osArch) {
    var os = osName.toLowerCase(Locale.ROOT);
    var machine =
        switch (osArch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> osArch;
        };
    return new Platform(os.startsWith("mac") ? "darwin" : os, machine);
  }

  /**
   * The class path resource with the binaries for this platform.
   *
   * @throws CannotStart where there are none
   */
  String archive() {
    var name = "/postgres-" + system + "-" + machine + ".txz";
    if (Platform.class.getResource(name) == null) {
      throw new CannotStart(
          "no PostgreSQL comes along for %s on %s; set SPRING_DATASOURCE_URL to one of yours."
              .formatted(system, machine));
    }
    return name;
  }
}
