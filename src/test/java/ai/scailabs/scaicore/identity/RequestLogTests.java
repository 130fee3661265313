package ai.scailabs.scaicore.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.DispatcherServlet;

/** A log line of a request says which request, tenant, Core and execution it is about. */
@ServerTest
class RequestLogTests {

  private final Logger logger = (Logger) LoggerFactory.getLogger(DispatcherServlet.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Level before = logger.getLevel();

  @LocalServerPort private int port;

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setLevel(before);
  }

  @Test
  void idsOfThePathAreInTheLinesOfTheRequestAndOfNoOther() {
    var admin = new Http(port, Demo.ADMIN);
    admin.send("GET", Demo.CORES + "/core_logged", r -> r.header("X-Request-Id", "logged-1"));
    admin.send("GET", Demo.EXECUTIONS + "/exec_logged", r -> r.header("X-Request-Id", "logged-2"));
    admin.send("GET", Demo.CORES + "/a%0Aforged", r -> r.header("X-Request-Id", "logged-3"));

    assertThat(contexts("logged-1"))
        .isNotEmpty()
        .anySatisfy(
            mdc ->
                assertThat(mdc)
                    .containsEntry("core_id", "core_logged")
                    .containsEntry("tenant_id", "ten_acme"))
        .noneSatisfy(mdc -> assertThat(mdc).containsKey("execution_id"));
    assertThat(contexts("logged-2"))
        .anySatisfy(mdc -> assertThat(mdc).containsEntry("execution_id", "exec_logged"))
        .noneSatisfy(mdc -> assertThat(mdc).containsKey("core_id"));
    assertThat(contexts("logged-3")).noneSatisfy(mdc -> assertThat(mdc).containsKey("core_id"));
  }

  private List<Map<String, String>> contexts(String requestId) {
    return List.copyOf(lines.list).stream()
        .map(ILoggingEvent::getMDCPropertyMap)
        .filter(mdc -> requestId.equals(mdc.get("request_id")))
        .toList();
  }
}
