package ai.scailabs.scaicore.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of server-sent events that keeps what it has seen. */
public final class ServerEvents implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Event> seen = new CopyOnWriteArrayList<>();
  private volatile String lastId = "";

  /** One event. */
  public record Event(String id, String name, JsonNode data) {}

  /** Opens a stream; answers once its first bytes have come. */
  public ServerEvents(int port, String token, String path, @Nullable String lastEventId) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + token);
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      var answer = client.send(request.build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        throw new AssertionError(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
      }
      Thread.ofVirtual().start(() -> read(answer.body()));
      Eventually.get(this::lastId, id -> !id.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All events so far. */
  public List<Event> seen() {
    return List.copyOf(seen);
  }

  /** The id that a client would send to go on. */
  public String lastId() {
    return lastId;
  }

  /** The events once there are such. */
  public List<Event> until(Predicate<List<Event>> fits) {
    return Eventually.get(this::seen, fits);
  }

  private void read(InputStream body) {
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      var name = "";
      var data = new StringBuilder();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id:")) {
          lastId = line.substring(3).strip();
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring(5));
        } else if (line.isEmpty()) {
          if (!data.isEmpty()) {
            seen.add(new Event(lastId, name, JSON.readTree(data.toString())));
          }
          name = "";
          data.setLength(0);
        }
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
