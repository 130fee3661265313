package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.identity.BearerToken;
import ai.scailabs.scaicore.scaiflow.FlowProperties;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.RequestPath;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Says of every answer of the deprecated deploy that it is deprecated, and looks at its token
 * before anything of the body is read. Source: {@code seeds/scaiflow-deploy.md}, "POST
 * /v1/dev/deploy".
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class DevDeployFilter extends OncePerRequestFilter {

  static final String PATH = "/v1/dev/deploy";

  private static final PathPattern PATTERN = PathPatternParser.defaultInstance.parse(PATH);

  /** Since when it is deprecated (RFC 9745): 1 January 2026. */
  private static final String DEPRECATED = "@1767225600";

  private static final String SUCCESSOR = "</v1/flows/{flow_id}/deploy>; rel=\"successor-version\"";

  private final FlowProperties settings;

  DevDeployFilter(FlowProperties settings) {
    this.settings = settings;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    var path = RequestPath.parse(request.getRequestURI(), request.getContextPath());
    return !PATTERN.matches(path.pathWithinApplication());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("Deprecation", DEPRECATED);
    response.setHeader(HttpHeaders.LINK, SUCCESSOR);
    if (HttpMethod.POST.matches(request.getMethod())) {
      requireToken(BearerToken.of(request.getHeader(HttpHeaders.AUTHORIZATION)));
    }
    chain.doFilter(request, response);
  }

  private void requireToken(@Nullable String token) {
    var expected = settings.apiToken();
    if (expected == null) {
      throw new ApiException(
          ErrorCode.DEV_DEPLOY_DISABLED,
          "This deprecated path is off, for SCAIFLOW_API_TOKEN is not set; save the flow with POST"
              + " /v1/flows and deploy it with POST /v1/flows/{flow_id}/deploy.");
    }
    if (token == null) {
      throw new ApiException(
          ErrorCode.AUTH_TOKEN_MISSING, "Send Authorization: Bearer and the SCAIFLOW_API_TOKEN.");
    }
    // In a time that tells nothing of how much of it was right.
    if (!MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
      throw new ApiException(
          ErrorCode.AUTH_TOKEN_INVALID, "This is not the token of SCAIFLOW_API_TOKEN.");
    }
  }
}
