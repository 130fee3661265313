package ai.scailabs.scaicore.scaiflow;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * For development: see {@code seeds/scaiflow-deploy.md}, "The deploy auth flow".
 *
 * @param apiKey deploys where there is no other key, and only with {@code scaicore.demo}
 */
@ConfigurationProperties("scaigrid")
record ScaiGridProperties(@Nullable String apiKey) {

  ScaiGridProperties {
    apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey.strip();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "ScaiGridProperties[…]";
  }
}
