package ai.scailabs.scaicore;

import ai.scailabs.scaicore.operations.SecretsCommand;
import ai.scailabs.scaicore.scaiflow.cli.FlowCommand;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The service that hosts ScaiCore programs. {@link Launcher} starts it. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ScaiCoreApplication {

  /**
   * Starts it; where no database is configured, with its own. {@code secrets …}, {@code deploy …},
   * {@code validate …}, {@code compile …} and {@code help} are commands of their own, after which
   * the process ends.
   */
  public static void main(String[] args) {
    if (SecretsCommand.isMeant(args)) {
      System.exit(SecretsCommand.run(args));
    }
    if (FlowCommand.isMeant(args)) {
      System.exit(FlowCommand.run(args));
    }
    var application = new SpringApplication(ScaiCoreApplication.class);
    // Only here: a test that forgot to name a database must not open the folder of a developer.
    application.setDefaultProperties(Map.of("scaicore.embedded.enabled", true));
    application.run(args);
  }
}
