package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.ErrorWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

/** Answers, in the envelope, what Spring Security refuses. */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {

  private final ErrorWriter errors;

  Refusals(ErrorWriter errors) {
    this.errors = errors;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException thrown)
      throws IOException {
    var refusal =
        request.getAttribute(TokenFilter.REFUSAL) instanceof ApiException known
            ? known
            : new TokenMissing();
    if (refusal.code() == ErrorCode.AUTH_TOKEN_MISSING) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    } else if (refusal.code() == ErrorCode.AUTH_TOKEN_INVALID) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    }
    errors.write(request, response, refusal);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException thrown)
      throws IOException {
    errors.write(request, response, PermissionMissing.atAll());
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException thrown)
      throws IOException {
    errors.write(request, response, thrown);
  }
}
