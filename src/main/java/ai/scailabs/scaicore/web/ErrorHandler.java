package ai.scailabs.scaicore.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Catches whatever a handler, or the way to it, throws. */
@Hidden
@RestControllerAdvice
class ErrorHandler {

  private final ErrorWriter errors;

  ErrorHandler(ErrorWriter errors) {
    this.errors = errors;
  }

  @ExceptionHandler(Throwable.class)
  void answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    errors.write(request, response, thrown);
  }
}
