package ai.scailabs.scaicore.identity;

import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * A bearer token on everything that is not named here, paths that do not exist included. What a
 * caller may do with it stands beside each handler, in {@link Requires}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final String[] PUBLIC = {
    "/health",
    "/health/**",
    "/metrics",
    "/v3/api-docs",
    "/v3/api-docs/**",
    "/v3/api-docs.yaml",
    "/swagger-ui/**",
    "/swagger-ui.html",
    "/v1/modules/scaicore/.well-known/jwks.json",
    "/error"
  };

  private static final String AVATAR = "/v1/modules/scaicore/cores/*/avatar";

  /** Their requests carry a signature of their own. */
  private static final String HOOKS = "/v1/modules/scaicore/cores/*/hooks/**";

  /** It has a token of its own, which is no caller's. */
  private static final String DEV_DEPLOY = "/v1/dev/deploy";

  private static RequestMatcher open() {
    var paths = PathPatternRequestMatcher.withDefaults();
    return new OrRequestMatcher(
        Stream.concat(
                Arrays.stream(PUBLIC).<RequestMatcher>map(paths::matcher),
                // Whoever calls one is known by its signature, and nobody else.
                Stream.of(paths.matcher(HttpMethod.POST, HOOKS)))
            .toList());
  }

  @Bean
  SecurityFilterChain securityFilterChain(HttpSecurity http, Callers callers, Refusals refusals)
      throws Exception {
    var contexts = new RequestAttributeSecurityContextRepository();
    return http.csrf(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .servletApi(AbstractHttpConfigurer::disable)
        // Nothing keeps a session, so there is none to manage.
        .sessionManagement(AbstractHttpConfigurer::disable)
        .securityContext(c -> c.securityContextRepository(contexts))
        .headers(h -> h.referrerPolicy(r -> r.policy(ReferrerPolicy.NO_REFERRER)))
        .exceptionHandling(e -> e.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .addFilterBefore(
            new TokenFilter(open(), callers, contexts), ExceptionTranslationFilter.class)
        .authorizeHttpRequests(
            requests ->
                requests
                    // Each of these began as a request that was let in, or is an answer to it.
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(PUBLIC)
                    .permitAll()
                    .requestMatchers(HttpMethod.GET, AVATAR)
                    .permitAll()
                    .requestMatchers(HttpMethod.HEAD, AVATAR)
                    .permitAll()
                    .requestMatchers(HttpMethod.POST, HOOKS, DEV_DEPLOY)
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .build();
  }

  /**
   * Slugs of models have slashes, which clients may encode; any method is let through to its 405.
   * Header names and values need no second look: the container refuses control characters.
   */
  @Bean
  StrictHttpFirewall httpFirewall() {
    var firewall = new StrictHttpFirewall();
    firewall.setAllowUrlEncodedSlash(true);
    firewall.getEncodedUrlBlocklist().addAll(List.of("..%2f", "..%2F", "%2f..", "%2F.."));
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowedHeaderNames(name -> true);
    firewall.setAllowedHeaderValues(value -> true);
    return firewall;
  }

  /** Requests are observed as a whole; each filter by itself would cost more than it tells. */
  @Bean
  SecurityObservationSettings securityObservations() {
    return SecurityObservationSettings.noObservations();
  }
}
