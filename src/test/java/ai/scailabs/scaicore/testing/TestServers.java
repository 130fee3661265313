package ai.scailabs.scaicore.testing;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * What the tests' PostgreSQL and S3 server run in. Chosen by the environment variable {@code
 * SCAICORE_TEST_SERVERS} or the system property {@code scaicore.test.servers}: {@code containers}
 * (Testcontainers), {@code embedded} (this machine's own processes), or {@code auto}, the default,
 * which is containers where Docker answers.
 */
public enum TestServers {
  CONTAINERS,
  EMBEDDED;

  private static final Logger log = LoggerFactory.getLogger(TestServers.class);
  private static final TestServers CHOSEN = choose(wanted());

  /** What this run uses. */
  public static TestServers chosen() {
    return CHOSEN;
  }

  /** A sentence for the report. */
  public String sentence() {
    return this == CONTAINERS
        ? "PostgreSQL and S3 of the tests run in containers (Testcontainers)"
        : "PostgreSQL and S3 of the tests are the embedded ones (no containers)";
  }

  private static String wanted() {
    var property = System.getProperty("scaicore.test.servers");
    var variable = System.getenv("SCAICORE_TEST_SERVERS");
    var wanted = property == null ? variable : property;
    return wanted == null || wanted.isBlank() ? "auto" : wanted.toLowerCase(Locale.ROOT);
  }

  private static TestServers choose(String wanted) {
    var chosen =
        switch (wanted) {
          case "embedded" -> EMBEDDED;
          case "containers" -> requireDocker();
          case "auto" -> isDockerThere() ? CONTAINERS : EMBEDDED;
          default ->
              throw new IllegalStateException(
                  "SCAICORE_TEST_SERVERS is "
                      + wanted
                      + "; set it to auto, containers or embedded.");
        };
    log.info("{}, because SCAICORE_TEST_SERVERS is {}", chosen.sentence(), wanted);
    return chosen;
  }

  private static TestServers requireDocker() {
    if (!isDockerThere()) {
      throw new IllegalStateException(
          "SCAICORE_TEST_SERVERS is containers and no Docker answers; start one, or set it to"
              + " embedded.");
    }
    return CONTAINERS;
  }

  private static boolean isDockerThere() {
    return DockerClientFactory.instance().isDockerAvailable();
  }
}
