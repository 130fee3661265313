package ai.scailabs.scaicore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;

/** Says in the test report, by the names of its tests, which servers the tests ran on. */
class TestServersTests {

  @TestFactory
  Stream<DynamicTest> servers(TestReporter report) throws Exception {
    report.publishEntry("test servers", TestServers.chosen().sentence());
    var version = version();
    return Stream.of(
        DynamicTest.dynamicTest(
            TestServers.chosen().sentence() + ": PostgreSQL " + version,
            () -> assertThat(version).startsWith("18.")),
        DynamicTest.dynamicTest(
            TestServers.chosen().sentence() + ": an S3 server that wants a signature",
            () -> assertThat(statusOfAStranger()).isEqualTo(403)));
  }

  private static String version() throws Exception {
    try (var connection = DriverManager.getConnection(TestPostgres.newDatabase());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("show server_version")) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static int statusOfAStranger() throws Exception {
    try (var s3 = TestS3.start();
        var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(s3.endpoint() + "/" + s3.bucket())).build();
      return http.send(request, BodyHandlers.ofString()).statusCode();
    }
  }
}
