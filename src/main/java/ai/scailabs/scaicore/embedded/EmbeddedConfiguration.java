package ai.scailabs.scaicore.embedded;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the embedded default adds. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(ModeDefaults.ENABLED)
class EmbeddedConfiguration {

  @Bean
  EmbeddedPostgres embeddedPostgres(
      DataFolder folder, @Value("${scaicore.embedded.postgres-version}") String version) {
    return EmbeddedPostgres.start(folder, version);
  }
}
