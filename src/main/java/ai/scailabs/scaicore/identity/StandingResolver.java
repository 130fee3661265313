package ai.scailabs.scaicore.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands the {@link Standing} of the caller to handlers that ask for it. */
class StandingResolver implements HandlerMethodArgumentResolver {

  private final Callers callers;

  StandingResolver(Callers callers) {
    this.callers = callers;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Standing.class;
  }

  @Override
  public Standing resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    var caller = CallerAuthentication.current().orElseThrow(TokenMissing::new);
    var token = BearerToken.of(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (token == null) {
      throw new TokenMissing();
    }
    return new Standing(callers, caller, token, request.getHeader(TokenFilter.TENANT_HEADER));
  }
}
