package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.outbound.Destinations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where servers may be that tenants name, for whatever else calls them than plugins. */
@Configuration(proxyBeanMethods = false)
class TenantDestinations {

  @Bean
  Destinations callableDestinations(PluginProperties settings) {
    return settings.destinations();
  }
}
