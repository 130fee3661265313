package ai.scailabs.scaicore.scaiflow.cli;

import ai.scailabs.scaicore.scaiflow.cli.FlowJson.NoObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls the service. A call that did not arrive, or that can be made again and met a gateway's 502,
 * 503 or 504, is made up to three times. Redirects are not followed: the key is for one server.
 */
final class Transport implements AutoCloseable {

  private static final int ATTEMPTS = 3;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final long MAX_ANSWER = 16L * 1024 * 1024;
  private static final Set<Integer> PASSING = Set.of(502, 503, 504);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final Settings settings;
  private final Duration pause;

  /**
   * @param pause before the second attempt; twice that before the third
   */
  Transport(Settings settings, Duration pause) {
    this.settings = settings;
    this.pause = pause;
  }

  /**
   * A call.
   *
   * @param what it does, in words that follow "to"
   * @param key makes a POST one that can be made again; null for none
   */
  record Call(
      String what, String method, String path, @Nullable Object body, @Nullable String key) {

    boolean repeatable() {
      return !method.equals("POST") || key != null;
    }
  }

  /**
   * An answer.
   *
   * @param body empty where it is no JSON object
   */
  record Answer(int status, Map<String, @Nullable Object> body) {

    boolean ok() {
      return status >= 200 && status < 300;
    }

    /** Whether it is ScaiFlow's own word, and not that of something on the way. */
    private boolean deliberate() {
      return !FlowJson.map(body.get("detail")).isEmpty();
    }
  }

  /**
   * Makes a call.
   *
   * @throws CommandFailed when no answer came
   */
  Answer send(Call call) throws CommandFailed {
    for (int attempt = 1; ; attempt++) {
      try {
        var answer = attempt(call);
        if (attempt == ATTEMPTS
            || !PASSING.contains(answer.status)
            || answer.deliberate()
            || !call.repeatable()) {
          return answer;
        }
      } catch (IOException e) {
        boolean unsent = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
        boolean slow = e instanceof HttpTimeoutException && !unsent;
        if (attempt == ATTEMPTS || slow || !(unsent || call.repeatable())) {
          throw unreached(call, unsent, e);
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
      rest(attempt);
    }
  }

  private Answer attempt(Call call) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(settings.base() + call.path))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + settings.apiKey())
            .header("Accept", "application/json");
    if (call.key != null) {
      request.header("Idempotency-Key", call.key);
    }
    if (call.body == null) {
      request.method(call.method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(call.method, BodyPublishers.ofString(FlowJson.text(call.body)));
    }
    var response =
        client.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    try {
      return new Answer(response.statusCode(), FlowJson.object(response.body()));
    } catch (NoObject e) {
      return new Answer(response.statusCode(), Map.of());
    }
  }

  private void rest(int attempt) throws CommandFailed {
    try {
      Thread.sleep(pause.multipliedBy(attempt));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private CommandFailed unreached(Call call, boolean unsent, IOException e) {
    var why = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
    return new CommandFailed(
        Ending.UNREACHED,
        List.of(
            unsent
                ? "Cannot reach %s to %s%s. Is the service running there? Set %s to its address."
                    .formatted(settings.base(), call.what, why, Settings.URL)
                : "No answer came from %s to %s%s. It may have happened all the same; the command can be run again."
                    .formatted(settings.base(), call.what, why)));
  }

  private static CommandFailed interrupted() {
    Thread.currentThread().interrupt();
    return new CommandFailed(Ending.UNREACHED, List.of("Interrupted."));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
