package ai.scailabs.scaicore.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The outermost filter: gives the request its id, clears the log context behind it, and turns what
 * the filters inside throw into the error envelope.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIdFilter extends OncePerRequestFilter {

  private final ErrorWriter errors;

  RequestIdFilter(ErrorWriter errors) {
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var id = RequestId.of(request);
    MDC.put(RequestId.KEY, id);
    response.setHeader(RequestId.HEADER, id);
    try {
      refuseNul(request);
      chain.doFilter(request, response);
    } catch (Exception e) {
      errors.write(request, response, e);
    } finally {
      MDC.clear();
    }
  }

  // No column takes U+0000, and no query parameter means anything with it.
  private static void refuseNul(HttpServletRequest request) {
    var query = request.getQueryString();
    if (query != null && query.contains("%00")) {
      throw new ValidationFailed("The query string contains the character U+0000; leave it out.");
    }
  }

  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }
}
