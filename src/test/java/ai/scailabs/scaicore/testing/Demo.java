package ai.scailabs.scaicore.testing;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The keys of the demo directory, and what most tests ask of the server. */
public final class Demo {

  public static final String SUPER = "sgk_local_super_admin_00000000000000000000";
  public static final String ADMIN = "sgk_local_tenant_admin_0000000000000000000";
  public static final String USER = "sgk_local_tenant_user_00000000000000000000";
  public static final String VIEWER = "sgk_local_tenant_viewer_000000000000000000";
  public static final String REVIEWER = "sgk_local_reviewer_00000000000000000000000";
  public static final String OPERATOR = "sgk_local_operator_00000000000000000000000";
  public static final String GLOBEX = "sgk_local_globex_admin_0000000000000000000";

  public static final String BASE = "/v1/modules/scaicore";
  public static final String CORES = BASE + "/cores";
  public static final String CHECKPOINTS = BASE + "/checkpoints";
  public static final String EXECUTIONS = BASE + "/executions";

  private static final String BOUNDARY = "----scaicore-test";

  private Demo() {}

  /** The text of a file under {@code samples/}. */
  public static String sample(String name) {
    return new String(sampleBytes(name), StandardCharsets.UTF_8);
  }

  /** The bytes of a file under {@code samples/}. */
  public static byte[] sampleBytes(String name) {
    try (var in = Demo.class.getResourceAsStream("/samples/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Creates a Core of a source and answers its id. */
  public static String create(Http caller, String name, String source) {
    var made = caller.post(CORES, "{\"name\": \"" + name + "\", \"source\": " + source + "}");
    if (made.status() != 201) {
      throw new AssertionError(made.body());
    }
    return made.data().path("id").asString();
  }

  /** Creates and starts one. */
  public static String running(Http caller, String name, String source) {
    var id = create(caller, name, source);
    var started = caller.post(CORES + "/" + id + "/start", "");
    if (started.status() != 200) {
      throw new AssertionError(started.body());
    }
    return id;
  }

  /** A program with one flow, {@code main}, of these blocks. */
  public static String program(String blocks) {
    return """
    {"schema_version": "0.2", "name": "Test",
     "models": [{"role": "primary", "provider": "scaigrid", "model": "offline/echo"}],
     "flows": [{"name": "main", "body": [%s]}]}
    """
        .formatted(blocks);
  }

  public static Http.Answer invoke(Http caller, String coreId, String input) {
    return caller.post(CORES + "/" + coreId + "/invoke", "{\"input\": " + input + "}");
  }

  /** Sends a file as the form field {@code file}, of no type in particular. */
  public static Http.Answer upload(Http caller, String path, byte[] file) {
    return upload(caller, path, file, "f", "application/octet-stream");
  }

  /** Sends a file with a name and a type. */
  public static Http.Answer upload(
      Http caller, String path, byte[] file, String name, String type) {
    var head =
        """
        --%s\r
        Content-Disposition: form-data; name="file"; filename="%s"\r
        Content-Type: %s\r
        \r
        """
            .formatted(BOUNDARY, name, type)
            .getBytes(StandardCharsets.UTF_8);
    var tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    return caller.send(
        "POST",
        path,
        request ->
            request
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(
                    BodyPublishers.concat(
                        BodyPublishers.ofByteArray(head),
                        BodyPublishers.ofByteArray(file),
                        BodyPublishers.ofByteArray(tail))));
  }

  /** The execution once it is in one of the lasting states. */
  public static Http.Answer settled(Http caller, String executionId, String... states) {
    var wanted = java.util.Set.of(states);
    return Eventually.get(
        () -> caller.get(EXECUTIONS + "/" + executionId),
        answer -> wanted.contains(answer.data().path("status").asString()));
  }
}
