package ai.scailabs.scaicore.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Rate limits and quotas. Source: the HTTP contract, "Error codes". Off in the embedded default, on
 * in production.
 *
 * @param enabled false: nothing is limited
 * @param requestsPerKey a minute, of one API key, or of one user who comes by other tokens; 0: no
 *     limit
 * @param requestsPerTenant a minute, of all users and webhooks of one tenant together; 0: no limit
 * @param coresPerTenant how many Cores a tenant may have; 0: no limit
 * @param executionsPerCore how many executions of a Core may be in flight; 0: no limit
 */
@ConfigurationProperties("scaicore.limits")
record LimitsProperties(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("600") int requestsPerKey,
    @DefaultValue("6000") int requestsPerTenant,
    @DefaultValue("1000") int coresPerTenant,
    @DefaultValue("10000") int executionsPerCore) {

  LimitsProperties {
    if (requestsPerKey < 0
        || requestsPerTenant < 0
        || coresPerTenant < 0
        || executionsPerCore < 0) {
      throw new IllegalArgumentException(
          "the numbers of scaicore.limits must be 0 (no limit) or more");
    }
  }
}
