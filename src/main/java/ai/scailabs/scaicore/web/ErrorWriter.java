package ai.scailabs.scaicore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.ClientAbortException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a request with the error envelope, or below {@code /oai/v1} with OpenAI's and on
 * ScaiFlow's paths with its own. The only place that does.
 */
@Component
public class ErrorWriter {

  private static final Logger log = LoggerFactory.getLogger(ErrorWriter.class);

  private final JsonMapper json;
  private final List<RefusalWitness> witnesses;

  ErrorWriter(JsonMapper json, List<RefusalWitness> witnesses) {
    this.json = json;
    this.witnesses = witnesses;
  }

  /**
   * Answers with what an exception means to the caller. Does nothing where the caller is gone, or
   * has part of another answer already.
   */
  public void write(HttpServletRequest request, HttpServletResponse response, Throwable thrown)
      throws IOException {
    if (Problems.isCallerGone(thrown)) {
      log.debug("The caller went away: {}", thrown.toString());
      if (!response.isCommitted()) {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
      }
      return;
    }
    var problem = Problems.of(thrown);
    if (problem.code() == ErrorCode.INTERNAL_ERROR) {
      log.error("{} {} failed", request.getMethod(), request.getRequestURI(), thrown);
    }
    witnesses.forEach(witness -> witness.refused(request, problem));
    if (response.isCommitted()) {
      return;
    }
    var id = RequestId.of(request);
    response.resetBuffer();
    if (thrown instanceof ErrorResponse known) {
      known.getHeaders().forEach((name, values) -> response.setHeader(name, values.getFirst()));
    }
    var envelope = ErrorEnvelope.of(problem, id);
    var wait = envelope.error().retryAfter();
    if (wait != null) {
      response.setHeader("Retry-After", wait.toString());
    }
    if (OpenAiError.isFor(request) && isNotToBeRepeated(problem.code())) {
      response.setHeader("X-Should-Retry", "false");
    }
    response.setStatus(problem.code().status().value());
    response.setHeader(RequestId.HEADER, id);
    send(response, json.writeValueAsBytes(body(request, problem, envelope)));
  }

  private static Object body(
      HttpServletRequest request, ApiException problem, ErrorEnvelope envelope) {
    if (OpenAiError.isFor(request)) {
      return OpenAiError.of(problem);
    }
    return FlowError.isFor(request) ? FlowError.of(problem) : envelope;
  }

  /** OpenAI's clients repeat a request that failed, and each would be an execution of its own. */
  private static boolean isNotToBeRepeated(ErrorCode code) {
    return code == ErrorCode.BACKEND_ERROR || code == ErrorCode.BACKEND_TIMEOUT;
  }

  private static void send(HttpServletResponse response, byte[] body) throws IOException {
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(body.length);
    try {
      response.getOutputStream().write(body);
      response.flushBuffer();
    } catch (ClientAbortException e) {
      log.debug("The caller went away before the answer", e);
    }
  }
}
