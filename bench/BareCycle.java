import com.fasterxml.jackson.annotation.JsonRawValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The ceiling: the same libraries, settings and database, and controllers that do just the
 * statements of a cycle. No security, no engine, no entities.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  ErrorMvcAutoConfiguration.class,
  HttpEncodingAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  JacksonAutoConfiguration.class,
  DataSourceAutoConfiguration.class,
  DataSourceTransactionManagerAutoConfiguration.class,
  TransactionAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  JdbcClientAutoConfiguration.class
})
@Import(BareCycle.Controller.class)
public class BareCycle {

  public static void main(String[] args) {
    SpringApplication.run(BareCycle.class, args);
  }

  record Start(Input input) {}

  record Input(String assignee) {}

  record Answer(String decision, String comment) {}

  record Envelope<T>(String status, T data) {
    static <T> Envelope<T> of(T data) {
      return new Envelope<>("ok", data);
    }
  }

  @RestController
  @RequestMapping("/v1/modules/scaicore")
  static class Controller {

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    Controller(JdbcClient jdbc, TransactionOperations transactions) {
      this.jdbc = jdbc;
      this.transactions = transactions;
    }

    @GetMapping("/ready")
    String ready() {
      return "ready";
    }

    @PostMapping("/cores/{core}/invoke")
    Envelope<Execution> start(@PathVariable("core") String core, @RequestBody Start request) {
      var user = request.input().assignee();
      var values = values(user);
      var execution = "exec_" + UUID.randomUUID();
      var checkpoint = UUID.randomUUID();
      var input = Statements.INPUT.formatted(user);
      values.put("core", core);
      values.put("execution", execution);
      values.put("checkpoint", checkpoint);
      values.put("input", input);
      values.put("program", Statements.PROGRAM);
      values.put("first_audit", "evt_" + UUID.randomUUID());
      values.put("second_audit", "evt_" + UUID.randomUUID());
      transactions.executeWithoutResult(
          status -> {
            jdbc.sql(Statements.EXECUTION).params(values).update();
            jdbc.sql(Statements.CHECKPOINT).params(values).update();
          });
      var now = Instant.now();
      return Envelope.of(
          new Execution(
              execution, core, "main", "suspended", input, null, null, null, checkpoint, 1, now,
              null));
    }

    @GetMapping("/checkpoints")
    Envelope<List<Checkpoint>> inbox(@RequestParam("user") String user) {
      return Envelope.of(
          jdbc.sql(Statements.INBOX).params(values(user)).query(Checkpoint::of).list());
    }

    @PostMapping("/checkpoints/{id}/resolve")
    Envelope<Map<String, String>> resolve(
        @PathVariable("id") UUID id, @RequestBody Answer answer) {
      var values = values("usr_bare");
      values.put("checkpoint", id);
      values.put("third_audit", "evt_" + UUID.randomUUID());
      values.put("program", Statements.PROGRAM);
      values.put("answer", Statements.ANSWER.formatted("usr_bare"));
      values.put("output", Statements.OUTPUT);
      transactions.executeWithoutResult(
          status -> {
            values.put(
                "execution",
                jdbc.sql(Statements.ANSWERED).params(values).query(String.class).single());
            jdbc.sql(Statements.JOURNALED).params(values).update();
            jdbc.sql(Statements.TAKEN).params(values).update();
          });
      jdbc.sql(Statements.COMPLETED).params(values).update();
      return Envelope.of(Map.of("id", id.toString(), "status", "resolved"));
    }

    @GetMapping("/executions/{id}")
    Envelope<Execution> read(@PathVariable("id") String id) {
      return Envelope.of(
          jdbc.sql(Statements.READ)
              .param("tenant", Statements.TENANT)
              .param("execution", id)
              .query(Execution::of)
              .single());
    }

    private static Map<String, Object> values(String user) {
      var values = new HashMap<String, Object>();
      values.put("tenant", Statements.TENANT);
      values.put("user", user);
      values.put("email", "bare@acme");
      return values;
    }
  }

  record Execution(
      String id,
      String coreId,
      String flow,
      String status,
      @JsonRawValue String input,
      @JsonRawValue String output,
      @JsonRawValue String error,
      String instanceKey,
      @com.fasterxml.jackson.annotation.JsonProperty("checkpoint_id") UUID checkpointId,
      int attempt,
      Instant startedAt,
      Instant endedAt) {

    static Execution of(ResultSet row, int number) throws SQLException {
      return new Execution(
          row.getString(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          row.getString(5),
          row.getString(6),
          row.getString(7),
          row.getString(8),
          row.getObject(9, UUID.class),
          row.getInt(10),
          instant(row.getTimestamp(11)),
          instant(row.getTimestamp(12)));
    }
  }

  record Checkpoint(
      String id,
      String coreId,
      String coreName,
      String executionId,
      String flowName,
      String blockPath,
      String type,
      String prompt,
      @JsonRawValue String options,
      String assigneeRaw,
      String assigneeType,
      String assigneeValue,
      String assigneeDisplay,
      @JsonRawValue String context,
      String status,
      String priority,
      Instant createdAt,
      Instant expiresAt,
      String expiryAction,
      long version) {

    static Checkpoint of(ResultSet row, int number) throws SQLException {
      return new Checkpoint(
          row.getString(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          row.getString(5),
          row.getString(6),
          row.getString(7),
          row.getString(8),
          row.getString(9),
          row.getString(10),
          row.getString(11),
          row.getString(12),
          row.getString(13),
          row.getString(14),
          row.getString(15),
          row.getString(16),
          instant(row.getTimestamp(17)),
          instant(row.getTimestamp(18)),
          row.getString(19),
          row.getLong(20));
    }
  }

  private static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
