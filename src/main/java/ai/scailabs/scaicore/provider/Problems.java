package ai.scailabs.scaicore.provider;

import ai.scailabs.scaicore.catalogue.Endpoint;
import ai.scailabs.scaicore.outbound.AnswerTooLarge;
import ai.scailabs.scaicore.outbound.DestinationRefused;
import ai.scailabs.scaicore.outbound.NoRoomForAnswer;
import ai.scailabs.scaicore.outbound.OutboundTimeout;
import ai.scailabs.scaicore.outbound.RetryAfter;
import ai.scailabs.scaicore.provider.ModelCallFailed.Reason;
import com.openai.core.JsonField;
import com.openai.core.JsonValue;
import com.openai.core.http.Headers;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each failure of the OpenAI client means. */
final class Problems {

  private static final int MAX_TEXT = 300;

  private Problems() {}

  static ModelCallFailed of(Endpoint endpoint, OpenAIException thrown, Redaction redaction) {
    return thrown instanceof OpenAIServiceException answered
        ? answered(endpoint, answered, redaction)
        : broken(endpoint, thrown);
  }

  /** The server did not answer, or not with anything that can be read. */
  private static ModelCallFailed broken(Endpoint endpoint, OpenAIException thrown) {
    var server = server(endpoint);
    return switch (thrown.getCause()) {
      case OutboundTimeout _ ->
          new ModelCallFailed(Reason.TIMEOUT, server + " gave no answer in time.");
      case DestinationRefused e ->
          new ModelCallFailed(
              Reason.MISCONFIGURED, "The address of " + server + " " + e.getMessage() + ".");
      case AnswerTooLarge e ->
          new ModelCallFailed(Reason.UNREADABLE, server + ": " + e.getMessage() + ".");
      case IllegalArgumentException e ->
          new ModelCallFailed(
              Reason.MISCONFIGURED,
              server
                  + " was not called: the request cannot be sent; look at its base_url and key.");
      case NoRoomForAnswer e ->
          new ModelCallFailed(
              Reason.UNAVAILABLE,
              "The answer of " + server + " was not read: " + e.getMessage() + ".");
      case java.io.IOException e when thrown instanceof com.openai.errors.OpenAIIoException ->
          new ModelCallFailed(
              Reason.UNAVAILABLE,
              server + " cannot be reached, or broke off (" + e.getClass().getSimpleName() + ").");
      case null, default ->
          new ModelCallFailed(
              Reason.UNREADABLE, server + " answered something that is no chat completion.");
    };
  }

  private static ModelCallFailed answered(
      Endpoint endpoint, OpenAIServiceException e, Redaction redaction) {
    int status = e.statusCode();
    var text = text(e.body(), redaction);
    var said = server(endpoint) + " answered " + status;
    return switch (status) {
      case 401, 403 ->
          // What a server says here often has a part of the key in it.
          new ModelCallFailed(
              Reason.MISCONFIGURED, said + ": it does not accept the backend's key.");
      case 404 ->
          new ModelCallFailed(
              Reason.MISCONFIGURED,
              said
                  + ": it has no model '"
                  + endpoint.model()
                  + "', or nothing at the backend's base_url.");
      case 400, 413, 422 -> new ModelCallFailed(Reason.REJECTED, said + text);
      case 429 -> new ModelCallFailed(Reason.LIMITED, said + text, wait(e.headers()));
      case 408, 409, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529 ->
          new ModelCallFailed(Reason.UNAVAILABLE, said + text, wait(e.headers()));
      default ->
          new ModelCallFailed(
              Reason.UNREADABLE,
              status / 100 == 3
                  ? said + ": a redirect, which is not followed. Put its target into base_url."
                  : said + text);
    };
  }

  /** Whether what the server says is that the model is not there, rather than the path. */
  static boolean isAboutModel(OpenAIServiceException e) {
    return e.param().filter("model"::equals).isPresent()
        || e.code().filter(code -> code.contains("model")).isPresent()
        || message(e.body())
            .filter(text -> text.toLowerCase(Locale.ROOT).contains("model"))
            .isPresent();
  }

  private static String server(Endpoint endpoint) {
    return "The server of the provider '" + endpoint.provider() + "'";
  }

  /** What the server says is wrong, cut and on one line, without our key. */
  private static String text(JsonField<?> body, Redaction redaction) {
    return message(body)
        .map(redaction::of)
        .map(text -> text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip())
        .filter(text -> !text.isEmpty())
        .map(text -> text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text)
        .map(text -> ": " + Texts.sound(text))
        .orElse(".");
  }

  private static Optional<String> message(JsonField<?> body) {
    if (body.asString().isPresent()) {
      return body.asString();
    }
    if (body.asArray().isPresent()) {
      // A list of what is wrong, each with its place.
      return Optional.of(String.valueOf(body.asArray().get()));
    }
    Map<String, JsonValue> members = body.asObject().orElse(Map.of());
    for (var name : new String[] {"message", "error", "detail"}) {
      var member = members.get(name);
      if (member != null) {
        return message(member);
      }
    }
    return Optional.empty();
  }

  private static @Nullable Duration wait(Headers headers) {
    return headers.values("Retry-After").stream()
        .findFirst()
        .flatMap(text -> RetryAfter.of(text, headers.values("Date").stream().findFirst()))
        .orElse(null);
  }
}
