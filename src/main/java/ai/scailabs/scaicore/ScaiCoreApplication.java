package ai.scailabs.scaicore;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service that hosts ScaiCore programs. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ScaiCoreApplication {

  public static void main(String[] args) {
    SpringApplication.run(ScaiCoreApplication.class, args);
  }
}
