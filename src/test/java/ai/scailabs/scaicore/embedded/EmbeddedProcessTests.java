package ai.scailabs.scaicore.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process, two of them side by side, with nothing set but folder and port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedProcessTests {

  private static final String READY = "sgk_local_globex_admin_0000000000000000000";

  private final HttpClient http = HttpClient.newHttpClient();
  private Path temporary;
  private int steadyPort;
  private int shakenPort;
  private ServiceProcess steady;
  private ServiceProcess shaken;

  @BeforeAll
  void startTwo(@TempDir Path folder) throws IOException {
    temporary = folder;
    steadyPort = freePort();
    steady = start("steady", steadyPort);
    shakenPort = freePort();
    shaken = start("shaken", shakenPort);
    steady.awaitLine(READY);
    shaken.awaitLine(READY);
  }

  @AfterAll
  void stopTwo() throws InterruptedException {
    shaken.terminate();
    steady.end();
    shaken.end();
  }

  @Test
  void healthAndMetricsNeedNoToken() throws Exception {
    assertThat(get("/health").body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(get("/health/ready").body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(get("/metrics").body())
        .contains("http_server_requests_seconds_count")
        .contains("uri=\"/health/ready\"");
    assertThat(get("/env").statusCode()).isNotEqualTo(200);
  }

  @Test
  void theBannerSaysWhereThingsAre() throws IOException {
    assertThat(String.join("\n", steady.said()))
        .contains("http://127.0.0.1:" + steadyPort + "/v3/api-docs", folder("steady").toString())
        .contains("sgk_local_tenant_admin_0000000000000000000")
        .doesNotContain(" WARN ", "WARNING:", " ERROR ", "Exception");
  }

  @Test
  void aSecondProcessOnTheSameFolderDoesNotStart() throws Exception {
    assertThat(refusal(start("steady", freePort())))
        .isEqualTo(
            "Cannot start: process %d is running on the data folder %s; stop it, or set"
                + " SCAICORE_DATA_DIR to another folder.",
            steady.pid(), folder("steady"));
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    assertThat(refusal(start("other", steadyPort)))
        .isEqualTo(
            "Cannot start: port %d is in use; stop what listens there, or set SERVER_PORT to a free"
                + " port.",
            steadyPort);
    assertThat(folder("other")).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws Exception {
    Files.createFile(temporary.resolve("file"));

    assertThat(refusal(start("file/data", freePort())))
        .startsWith(
            "Cannot start: the data folder " + folder("file/data") + " cannot be written (");
  }

  @Test
  void aDatabaseThatIsNotThereIsNamedWithoutItsPassword() throws Exception {
    var url = "jdbc:postgresql://127.0.0.1:" + freePort() + "/scaicore";

    assertThat(refusal(ServiceProcess.start(Map.of("SPRING_DATASOURCE_URL", url + "?password=x"))))
        .startsWith("Cannot start: the database at " + url + " cannot be reached (Connection to ")
        .doesNotContain("password=x");
  }

  @Test
  void aDatabaseThatRefusesThePasswordSaysSo() throws Exception {
    assertThat(
            refusal(
                ServiceProcess.start(
                    Map.of(
                        "SPRING_DATASOURCE_URL", url("steady"),
                        "SPRING_DATASOURCE_USERNAME", "scaicore",
                        "SPRING_DATASOURCE_PASSWORD", "wrong"))))
        .contains("password authentication failed", "SPRING_DATASOURCE_PASSWORD");
  }

  @Test
  void productionWithNothingElseSetIsToldAllThatItNeeds() throws Exception {
    assertThat(
            refusal(
                ServiceProcess.start(
                    Map.of(
                        "SPRING_DATASOURCE_URL", url("steady"),
                        "SPRING_DATASOURCE_USERNAME", "scaicore",
                        "SPRING_DATASOURCE_PASSWORD", password("steady"),
                        "SERVER_PORT", String.valueOf(freePort())))))
        .startsWith("Cannot start: SCAICORE_SECRETS_KEYSET is not set")
        .contains("; MANAGEMENT_SERVER_PORT is", "; neither SCAICORE_STORAGE_S3_BUCKET nor");
  }

  @Test
  void anExecutionThatWasAcceptedSurvivesAKill() throws Exception {
    var admin = new Http(shakenPort, Demo.ADMIN);
    var loop =
        Demo.running(
            admin,
            "Long loop",
            Demo.program(
                """
                {"kind": "rigid", "statements": [{"kind": "assign", "target": "i", "value": "0"}]},
                {"kind": "while", "condition": "i < 2000000", "max_iterations": 2000000, "body": [
                  {"kind": "rigid", "statements": [{"kind": "assign", "target": "i", "value": "i + 1"}]}]},
                {"kind": "rigid", "statements": [{"kind": "emit", "event": "done", "data": "i"},
                  {"kind": "return", "value": "i"}]}
                """));
    var asking = Demo.running(admin, "Asking", Demo.sample("approval-agent.ir.json"));
    var waiting = Demo.invoke(admin, asking, "{\"message\": \"Hotel 400\"}").data();
    var accepted =
        admin.send(
            "POST",
            Demo.CORES + "/" + loop + "/invoke",
            request -> request.header("Prefer", "respond-async"));
    assertThat(accepted.status()).isEqualTo(202);

    shaken.kill();
    shaken = start("shaken", shakenPort);
    shaken.awaitLine(READY);

    // What waited is answered, what ran is run again to its end.
    var resolved =
        admin.post(
            Demo.CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString() + "/resolve",
            "{\"decision\": \"approve\"}");
    assertThat(resolved.status()).as(resolved.body()).isEqualTo(200);
    Demo.settled(admin, waiting.path("id").asString(), "completed");
    var done = Demo.settled(admin, accepted.data().path("id").asString(), "completed", "failed");
    assertThat(done.data().path("output").asInt()).as(done.body()).isEqualTo(2_000_000);
    try (var connection = connect("shaken");
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from mod_scaicore_events where not types && array["
                    + "'scaicore.activated', 'scaicore.runtime.invocation.started',"
                    + " 'scaicore.runtime.invocation.completed', 'scaicore.checkpoint_pending',"
                    + " 'scaicore.checkpoint_resolved', 'scaicore.runtime.block.entered',"
                    + " 'scaicore.runtime.block.exited']")) {
      assertThat(rows.next()).isTrue();
      // One of the loop, one of the approval.
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
  }

  @Test
  void whatAKilledProcessLeftBehindIsTakenOverWithEveryCommittedRow() throws Exception {
    try (var connection = connect("shaken");
        var statement = connection.createStatement()) {
      statement.execute("create table kept as select 42 as answer");
    }

    shaken.kill();
    assertThat(PostmasterFile.of(cluster("shaken")).orElseThrow().server(folder("shaken")))
        .isPresent();
    assertThat(PostmasterFile.of(cluster("shaken")).orElseThrow().server(folder("steady")))
        .isEmpty();
    shaken = start("shaken", shakenPort);
    shaken.awaitLine("Taking over from PostgreSQL process");
    shaken.awaitLine(READY);

    try (var connection = connect("shaken");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select answer from kept")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(42);
    }

    shaken.terminate();
    assertThat(shaken.awaitExit()).isEqualTo(143);
    assertThat(cluster("shaken").resolve("postmaster.pid")).doesNotExist();
  }

  @Test
  void theDatabaseIsDurableAndReachedOverLoopbackWithAPassword() throws Exception {
    try (var connection = connect("steady");
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'),
                  current_setting('full_page_writes'), current_setting('listen_addresses'),
                  current_setting('password_encryption'), current_setting('server_version'))""")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("on on on 127.0.0.1 scram-sha-256 18.4");
    }
    assertThat(Files.getPosixFilePermissions(folder("steady").resolve("postgresql/password")))
        .hasSize(2);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + steadyPort + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The one line on standard error of a process that ends with 1. */
  private static String refusal(ServiceProcess process) throws IOException, InterruptedException {
    try {
      assertThat(process.awaitExit()).as("%s", process.said()).isEqualTo(1);
      assertThat(process.said()).noneMatch(line -> line.startsWith("\tat "));
      return process.said().getLast();
    } finally {
      process.end();
    }
  }

  private ServiceProcess start(String name, int port) {
    return ServiceProcess.start(
        Map.of("SCAICORE_DATA_DIR", folder(name).toString(), "SERVER_PORT", String.valueOf(port)));
  }

  private Path folder(String name) {
    return temporary.resolve(name);
  }

  private Path cluster(String name) {
    return folder(name).resolve("postgresql/cluster");
  }

  private String url(String name) throws IOException {
    var port =
        Files.readAllLines(cluster(name).resolve("scaicore.conf")).stream()
            .filter(line -> line.startsWith("port = "))
            .map(line -> line.substring("port = ".length()))
            .findFirst()
            .orElseThrow();
    return "jdbc:postgresql://127.0.0.1:" + port + "/scaicore";
  }

  private Connection connect(String name) throws IOException, SQLException {
    return DriverManager.getConnection(url(name), "scaicore", password(name));
  }

  private String password(String name) throws IOException {
    return Files.readString(folder(name).resolve("postgresql/password"));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
