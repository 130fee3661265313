package ai.scailabs.scaicore.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.RequestPath;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies over the limit of their path: at once where the length is declared, else as soon
 * as the limit is passed. Stands behind authentication.
 */
@Component
@Order(0)
class BodyLimitFilter extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long declared = request.getContentLengthLong();
    boolean chunked = declared < 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    if (declared <= 0 && !chunked) {
      chain.doFilter(request, response);
      return;
    }
    var path = RequestPath.parse(request.getRequestURI(), request.getContextPath());
    long limit = BodyLimits.of(request.getMethod(), path.pathWithinApplication());
    if (declared > limit) {
      throw new PayloadTooLarge(limit);
    }
    chain.doFilter(chunked ? new LimitedRequest(request, limit) : request, response);
  }
}
