package ai.scailabs.scaicore.identity;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the gate before the handlers and the caller into their hands. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration implements WebMvcConfigurer {

  private final Callers callers;

  IdentityConfiguration(Callers callers) {
    this.callers = callers;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new PermissionGate());
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerResolver());
    resolvers.add(new StandingResolver(callers));
  }
}
