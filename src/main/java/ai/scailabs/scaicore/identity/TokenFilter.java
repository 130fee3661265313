package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.ApiException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the caller of a request by its bearer token. A bad token is no reason to refuse a public
 * path, so why there is no caller is left for {@link Refusals} to say.
 */
class TokenFilter extends OncePerRequestFilter {

  static final String TENANT_HEADER = "X-Tenant-Id";
  static final String REFUSAL = TokenFilter.class.getName();

  private static final String TENANT_IN_LOG = "tenant_id";

  private final RequestMatcher open;
  private final Callers callers;
  private final SecurityContextRepository contexts;

  TokenFilter(RequestMatcher open, Callers callers, SecurityContextRepository contexts) {
    this.open = open;
    this.callers = callers;
    this.contexts = contexts;
  }

  /** What is public stays so, and up, whatever token comes with the request. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return open.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var token = BearerToken.of(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (token != null) {
      try {
        accept(callers.caller(token, request.getHeader(TENANT_HEADER)), request, response);
      } catch (ApiException e) {
        request.setAttribute(REFUSAL, e);
      }
    }
    chain.doFilter(request, response);
  }

  private void accept(
      CallerCache.Known known, HttpServletRequest request, HttpServletResponse response) {
    var caller = known.caller();
    var context = new SecurityContextImpl(new CallerAuthentication(known));
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
    MDC.put(TENANT_IN_LOG, caller.tenantId());
  }
}
