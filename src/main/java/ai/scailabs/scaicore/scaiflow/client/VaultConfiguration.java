package ai.scailabs.scaicore.scaiflow.client;

import ai.scailabs.scaicore.secrets.SecretBox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The vault: the one that the operator has named, else this service's own. */
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

  @Bean
  ScaiVault scaiVault(
      ClientProperties settings,
      JsonCalls http,
      Targets targets,
      JdbcClient jdbc,
      SecretBox box,
      JsonMapper json) {
    var remote = settings.scaivaultUrl();
    return remote == null
        ? new SealedVault(jdbc, box, json)
        : new RemoteVault(http, targets, remote);
  }
}
