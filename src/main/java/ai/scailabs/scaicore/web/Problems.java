package ai.scailabs.scaicore.web;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.ConstraintViolationException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;

/** What each exception means to a caller. */
final class Problems {

  /** SQLSTATEs of text that Postgres cannot store: U+0000, by itself or out of a JSON escape. */
  private static final List<String> UNSTORABLE = List.of("22021", "22P05");

  private Problems() {}

  /** Whether the connection broke while a body was read or written: nobody is left to answer. */
  static boolean isCallerGone(Throwable thrown) {
    return causes(thrown)
        .anyMatch(
            t -> t instanceof AsyncRequestNotUsableException || t instanceof ClientAbortException);
  }

  /** The problem that an exception is, or was caused by. */
  static ApiException of(Throwable thrown) {
    var ours = causes(thrown).filter(ApiException.class::isInstance).findFirst();
    if (ours.isPresent()) {
      return (ApiException) ours.get();
    }
    return switch (thrown) {
      case HttpMessageNotReadableException e -> UnreadableBody.explain(e);
      case MissingServletRequestParameterException e ->
          new ValidationFailed(e.getParameterName(), "is missing from the query");
      case MissingServletRequestPartException e ->
          new ValidationFailed(
              e.getRequestPartName(), "is missing; send it as a field of the multipart form");
      case MissingRequestHeaderException e ->
          new ValidationFailed(e.getHeaderName(), "is missing from the headers");
      case MissingPathVariableException e ->
          new ValidationFailed(e.getVariableName(), "is missing from the path");
      case MethodArgumentTypeMismatchException e ->
          new ValidationFailed(
              Names.snake(e.getName()), "must be " + Expected.of(e.getParameter()));
      case TypeMismatchException e ->
          new ValidationFailed(
              Names.snake(requireNonNullElse(e.getPropertyName(), "value")),
              "is of the wrong type");
      case MethodArgumentNotValidException e -> invalid(e);
      case BindException e -> invalid(e);
      case HandlerMethodValidationException e -> invalid(e);
      case ConstraintViolationException e -> invalid(e);
      case MaxUploadSizeExceededException e -> new PayloadTooLarge();
      case MultipartException e -> multipart(e);
      case HttpRequestMethodNotSupportedException e ->
          new ApiException(
              ErrorCode.METHOD_NOT_ALLOWED,
              "This path does not take %s; it takes %s."
                  .formatted(
                      e.getMethod(),
                      String.join(
                          ", ", requireNonNullElse(e.getSupportedMethods(), new String[0]))));
      case HttpMediaTypeNotSupportedException e -> mediaType(e);
      case HttpMediaTypeNotAcceptableException e -> ofStatus(HttpServletResponse.SC_NOT_ACCEPTABLE);
      case RequestRejectedException e ->
          new ValidationFailed(
              "The path, query or headers of the request contain characters that are refused here:"
                  + " control characters, '//', '..', ';' or an encoded '%', '\\' or '.'.");
      case OptimisticLockingFailureException e ->
          new ApiException(
              ErrorCode.CONFLICT, "Somebody else changed it first; read it again and retry.");
      case InvalidParameterException e -> ofStatus(e.getErrorCode());
      case ErrorResponse e -> ofStatus(e.getStatusCode().value());
      default -> other(thrown);
    };
  }

  /** The problem that a bare status stands for. */
  static ApiException ofStatus(int status) {
    return switch (HttpStatus.resolve(status)) {
      case NOT_FOUND ->
          new ApiException(
              ErrorCode.NOT_FOUND, "There is nothing at this path; see /v3/api-docs for what is.");
      case METHOD_NOT_ALLOWED ->
          new ApiException(
              ErrorCode.METHOD_NOT_ALLOWED, "This path does not take this method; see Allow.");
      case NOT_ACCEPTABLE ->
          new ApiException(
              ErrorCode.NOT_ACCEPTABLE, "This answers application/json; let Accept allow it.");
      case UNSUPPORTED_MEDIA_TYPE ->
          new ApiException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body's Content-Type is not taken here.");
      case CONTENT_TOO_LARGE -> new PayloadTooLarge();
      case NOT_IMPLEMENTED, HTTP_VERSION_NOT_SUPPORTED -> malformed();
      case null, default -> status >= 400 && status < 500 ? malformed() : internal();
    };
  }

  private static ApiException other(Throwable thrown) {
    var unstorable = causes(thrown).anyMatch(t -> t instanceof SQLException e && isUnstorable(e));
    return unstorable
        ? new ValidationFailed("The request contains the character U+0000; leave it out.")
        : internal();
  }

  /** Exceptions of the pool come without a state. */
  private static boolean isUnstorable(SQLException e) {
    var state = e.getSQLState();
    return state != null && UNSTORABLE.contains(state);
  }

  private static ApiException malformed() {
    return new ValidationFailed(
        "The request is not HTTP as this service takes it; check its line, headers and"
            + " parameters.");
  }

  private static ApiException internal() {
    return new ApiException(
        ErrorCode.INTERNAL_ERROR,
        "Something failed on our side; try again, and report the request id if it stays.");
  }

  private static ApiException multipart(MultipartException e) {
    var wrongType = String.valueOf(e.getMessage()).contains("not a multipart request");
    return wrongType
        ? new ApiException(
            ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as multipart/form-data.")
        : new ValidationFailed(
            "The multipart body is not well-formed; check its boundary and that it is complete.");
  }

  private static ApiException mediaType(HttpMediaTypeNotSupportedException e) {
    var taken =
        e.getSupportedMediaTypes().stream()
            .filter(MediaType::isConcrete)
            .map(MediaType::toString)
            .distinct()
            .collect(Collectors.joining(", "));
    return taken.isEmpty()
        ? ofStatus(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE)
        : new ApiException(
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            "The body's Content-Type is not taken here; send " + taken + ".");
  }

  private static ApiException invalid(BindException e) {
    return failed(
        e.getFieldErrors().stream()
            .map(
                f ->
                    new ApiException.Detail(
                        Names.snake(f.getField()),
                        requireNonNullElse(f.getDefaultMessage(), "is not valid"))));
  }

  private static ApiException invalid(HandlerMethodValidationException e) {
    return failed(
        e.getParameterValidationResults().stream()
            .flatMap(
                result ->
                    result.getResolvableErrors().stream()
                        .map(
                            error ->
                                new ApiException.Detail(
                                    Names.snake(
                                        requireNonNullElse(
                                            result.getMethodParameter().getParameterName(),
                                            "value")),
                                    requireNonNullElse(
                                        error.getDefaultMessage(), "is not valid")))));
  }

  private static ApiException invalid(ConstraintViolationException e) {
    return failed(
        e.getConstraintViolations().stream()
            .map(
                v ->
                    new ApiException.Detail(
                        Names.snake(v.getPropertyPath().toString()), v.getMessage())));
  }

  private static ApiException failed(Stream<ApiException.Detail> details) {
    var all = details.toList();
    var message =
        all.stream().map(d -> d.field() + " " + d.message()).collect(Collectors.joining("; "));
    return new ValidationFailed(message.isEmpty() ? "The request is not valid." : message, all);
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause).limit(20);
  }
}
