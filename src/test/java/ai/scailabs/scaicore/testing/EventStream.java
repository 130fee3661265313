package ai.scailabs.scaicore.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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

/** A client of server-sent events, which takes down what it is shown. */
public final class EventStream implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> comments = new CopyOnWriteArrayList<>();
  private final int status;
  private volatile String lastId = "";
  private volatile boolean ended;

  /** An event as it came. */
  public record Event(String id, String name, JsonNode data) {}

  /**
   * Connects, and reads until it is closed.
   *
   * @param lastEventId null for a client that was not connected before
   */
  public EventStream(int port, String token, String path, @Nullable String lastEventId) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/event-stream");
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      var answer = client.send(request.build(), BodyHandlers.ofInputStream());
      status = answer.statusCode();
      Thread.ofVirtual()
          .start(
              () ->
                  read(
                      new BufferedReader(
                          new InputStreamReader(answer.body(), StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read(BufferedReader lines) {
    var id = "";
    var name = "";
    var data = new StringBuilder();
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!id.isEmpty()) {
            lastId = id;
          }
          if (!data.isEmpty()) {
            events.add(new Event(id, name, JSON.readTree(data.toString())));
          }
          id = "";
          name = "";
          data.setLength(0);
        } else if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring(5));
        } else if (line.startsWith(":")) {
          comments.add(line.substring(1));
        }
      }
    } catch (IOException e) {
      // It was closed.
    } finally {
      ended = true;
    }
  }

  /** One that has shown its first bytes, and so where it is. */
  public static EventStream opened(
      int port, String token, String path, @Nullable String lastEventId) {
    var stream = new EventStream(port, token, path, lastEventId);
    if (stream.status != 200) {
      stream.close();
      throw new AssertionError(path + " answers " + stream.status);
    }
    Eventually.get(stream::lastId, id -> !id.isEmpty());
    return stream;
  }

  /** The events once there are such. */
  public List<Event> until(Predicate<List<Event>> fits) {
    return List.copyOf(Eventually.get(this::events, fits));
  }

  public int status() {
    return status;
  }

  public List<Event> events() {
    return events;
  }

  public List<String> comments() {
    return comments;
  }

  /** What it would send to go on where it is. */
  public String lastId() {
    return lastId;
  }

  /** Whether the server, or this, has ended it. */
  public boolean ended() {
    return ended;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
