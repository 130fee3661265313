package ai.scailabs.scaicore.scaiflow;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who deploys as whom. The names are those of {@code seeds/scaiflow-deploy.md}.
 *
 * @param deployAuth {@code jwt}: with the caller's own token; {@code api_key}: never with it
 * @param apiToken the token of {@code POST /v1/dev/deploy}; null: that path is off
 * @param devTenant id or slug of the tenant whose API key that path deploys with
 */
@ConfigurationProperties("scaiflow")
public record FlowProperties(
    @DefaultValue("jwt") DeployAuth deployAuth,
    @Nullable String apiToken,
    @Nullable String devTenant) {

  /** Whether a caller's token is forwarded to ScaiGrid. */
  public enum DeployAuth {
    JWT,
    API_KEY
  }

  public FlowProperties {
    apiToken = apiToken == null || apiToken.isBlank() ? null : apiToken;
    devTenant = devTenant == null || devTenant.isBlank() ? null : devTenant.strip();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "FlowProperties[deployAuth=" + deployAuth + ", …]";
  }
}
