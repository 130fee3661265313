import com.fasterxml.jackson.annotation.JsonRawValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the service is measured against: the same stack with one handler that selects a row by key
 * and returns its columns as JSON. No security, metrics, tenants, entities or envelope.
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
@Import(BareHandler.Handler.class)
public class BareHandler {

  public static void main(String[] args) {
    SpringApplication.run(BareHandler.class, args);
  }

  @RestController
  static class Handler {

    private final JdbcClient jdbc;

    Handler(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @GetMapping("/cores/{id}")
    Row get(@PathVariable("id") String id) {
      return jdbc.sql(
              """
              select id, tenant_id, name, slug, status, status_reason, runtime_mode,
                concurrency_mode, entity_key_field, source, plugins, environment, resource_limits,
                checkpoint_mode, privilege_level, metadata, avatar_url, identity_mode, version,
                created_by, created_at, updated_at, started_at
              from mod_scaicore_cores where id = ?\
              """)
          .param(id)
          .query((row, n) -> row(row))
          .single();
    }

    private static Row row(ResultSet row) throws SQLException {
      return new Row(
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
          row.getString(17),
          row.getString(18),
          row.getLong(19),
          row.getString(20),
          instant(row.getTimestamp(21)),
          instant(row.getTimestamp(22)),
          instant(row.getTimestamp(23)));
    }

    private static Instant instant(Timestamp timestamp) {
      return timestamp == null ? null : timestamp.toInstant();
    }
  }

  record Row(
      String id,
      String tenantId,
      String name,
      String slug,
      String status,
      String statusReason,
      String runtimeMode,
      String concurrencyMode,
      String entityKeyField,
      @JsonRawValue String source,
      @JsonRawValue String plugins,
      @JsonRawValue String environment,
      @JsonRawValue String resourceLimits,
      String checkpointMode,
      String privilegeLevel,
      @JsonRawValue String metadata,
      String avatarUrl,
      String identityMode,
      long version,
      String createdBy,
      Instant createdAt,
      Instant updatedAt,
      Instant startedAt) {}
}
