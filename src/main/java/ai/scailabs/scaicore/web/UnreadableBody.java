package ai.scailabs.scaicore.web;

import com.google.re2j.Pattern;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says what is wrong with a JSON body, and at which field. */
final class UnreadableBody {

  private static final Pattern LINES = Pattern.compile("[\\r\\n].*");

  private UnreadableBody() {}

  static ValidationFailed explain(HttpMessageNotReadableException e) {
    return switch (e.getCause()) {
      case JacksonException cause -> explain(cause);
      case null -> new ValidationFailed("The request needs a JSON body.");
      default -> new ValidationFailed("The body could not be read to its end; send it again.");
    };
  }

  /** Says what is wrong with a JSON text that one of our mappers refused. */
  static ValidationFailed explain(JacksonException e) {
    if (e.getCause() instanceof CharConversionException) {
      return new ValidationFailed("The body is not JSON in UTF-8.");
    }
    return switch (e) {
      case StreamConstraintsException limit ->
          new ValidationFailed(
              "The JSON body is nested deeper than %d levels, or holds a number or name that is too long, or more than %,d values."
                  .formatted(JsonRules.MAX_DEPTH, JsonRules.MAX_TOKENS));
      case InputCoercionException outOfRange -> field(outOfRange, "is out of range");
      case StreamReadException malformed -> malformed(malformed);
      case ValueInstantiationException refused -> field(refused, "is not valid");
      case UnstorableText unstorable ->
          field(unstorable, "must be text without U+0000 or unpaired surrogates");
      case InvalidNullException missing -> field(missing, "must not be null");
      case MismatchedInputException wrong ->
          wrong.getPath().isEmpty() && original(wrong).startsWith("Trailing token")
              ? malformed(wrong)
              : field(wrong, "must be " + Expected.of(wrong.getTargetType()));
      case DatabindException other -> field(other, "is not valid");
      default ->
          e.getCause() instanceof IOException
              ? new ValidationFailed("The body could not be read to its end; send it again.")
              : malformed(e);
    };
  }

  private static ValidationFailed malformed(JacksonException e) {
    var at = e.getLocation();
    var place =
        at == null || at.getLineNr() < 1
            ? ""
            : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    return new ValidationFailed("The body is not valid JSON%s: %s".formatted(place, original(e)));
  }

  private static ValidationFailed field(JacksonException e, String problem) {
    var path = path(e.getPath());
    return path.isEmpty()
        ? new ValidationFailed("The body " + problem + ".")
        : new ValidationFailed(path, problem);
  }

  /** Such as {@code plugins[0].alias}. */
  static String path(@Nullable List<JacksonException.Reference> references) {
    var path = new StringBuilder();
    for (var reference : references == null ? List.<JacksonException.Reference>of() : references) {
      if (reference.getPropertyName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
      }
    }
    return path.toString();
  }

  private static String original(JacksonException e) {
    return LINES.matcher(String.valueOf(e.getOriginalMessage())).replaceFirst("");
  }
}
