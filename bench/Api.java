import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The few calls that prepare a measurement. */
final class Api {

  static final String CORES = "/v1/modules/scaicore/cores";

  /** The demo directory's tenant admin of acme. */
  static final String TOKEN = "sgk_local_tenant_admin_0000000000000000000";

  private static final JsonMapper JSON = JsonMapper.shared();

  private Api() {}

  /** Makes a Core of a program and starts it. */
  static String runningCore(int port, byte[] source) throws IOException, InterruptedException {
    var program = JSON.readTree(source);
    var request = JSON.createObjectNode();
    request.put("name", program.path("name").asString() + " " + UUID.randomUUID());
    request.set("source", program);
    var id = post(port, CORES, request.toString()).path("data").path("id").asString();
    post(port, CORES + "/" + id + "/start", "");
    return id;
  }

  /** The answer to a POST; fails where it is not in the 200s. */
  static JsonNode post(int port, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() > 299) {
        throw new IllegalStateException(path + " answered " + response.body());
      }
      return JSON.readTree(response.body());
    }
  }

  /** The answer to a GET of the tenant admin; fails where it is not in the 200s. */
  static JsonNode get(int port, String path) throws IOException, InterruptedException {
    return get(port, path, TOKEN);
  }

  static JsonNode get(int port, String path, String token)
      throws IOException, InterruptedException {
    return JSON.readTree(text(port, path, token));
  }

  static String text(int port, String path) throws IOException, InterruptedException {
    return text(port, path, TOKEN);
  }

  private static String text(int port, String path, String token)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + token)
            .build();
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() > 299) {
        throw new IllegalStateException(path + " answered " + response.body());
      }
      return response.body();
    }
  }
}
