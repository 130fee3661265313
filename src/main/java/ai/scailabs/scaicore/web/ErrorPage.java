package ai.scailabs.scaicore.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where the container sends what it, or a filter, answered with a bare status. */
@Controller
@Hidden
class ErrorPage implements ErrorController {

  private final ErrorWriter errors;

  ErrorPage(ErrorWriter errors) {
    this.errors = errors;
  }

  @RequestMapping("/error")
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
      errors.write(request, response, thrown);
    } else {
      int code = status instanceof Integer given ? given : HttpStatus.NOT_FOUND.value();
      errors.write(request, response, Problems.ofStatus(code));
    }
  }
}
