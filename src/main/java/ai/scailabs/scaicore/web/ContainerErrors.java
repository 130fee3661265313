package ai.scailabs.scaicore.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** Answers what never reaches the filters, such as a malformed request line, in the envelope. */
class ContainerErrors extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    var problem = Problems.ofStatus(response.getStatus());
    var id = RequestId.of(request);
    var body = body(request, problem, id).getBytes(StandardCharsets.UTF_8);
    try {
      response.setStatus(problem.code().status().value());
      response.setHeader(RequestId.HEADER, id);
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("The caller of a refused request is gone", e);
    }
  }

  // None of these texts needs escaping.
  private static String body(Request request, ApiException problem, String id) {
    if (OpenAiError.isFor(request)) {
      var error = OpenAiError.of(problem).error();
      return """
      {"error":{"message":"%s","type":"%s","param":null,"code":"%s"}}\
      """
          .formatted(error.message(), error.type(), error.code());
    }
    if (FlowError.isFor(request)) {
      return """
      {"detail":{"error":"%s","message":"%s"}}\
      """
          .formatted(FlowError.word(problem.code()), problem.getMessage());
    }
    return """
    {"status":"error","error":{"code":"%s","message":"%s"},"meta":{"request_id":"%s"}}\
    """
        .formatted(problem.code().name(), problem.getMessage(), id);
  }
}
