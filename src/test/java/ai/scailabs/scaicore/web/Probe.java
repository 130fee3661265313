package ai.scailabs.scaicore.web;

import ai.scailabs.scaicore.identity.Requires;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Handlers that do what handlers do, and go wrong in every way. */
@TestComponent
@RestController
@Hidden
@RequestMapping("/probe")
class Probe {

  enum Colour {
    RED,
    DARK_BLUE
  }

  record Item(String alias, @Nullable Integer weight) {}

  record Body(
      @Nullable String name,
      @Nullable Integer count,
      @Nullable Boolean loud,
      @Nullable Colour favouriteColour,
      @Nullable Instant startsAt,
      @Nullable List<Item> manyItems,
      @Nullable Map<String, Object> freeForm) {}

  record Checked(@Size(max = 3) String shortName) {}

  private final JdbcClient jdbc;

  Probe(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @PostMapping("/body")
  @Requires({})
  Envelope<Body> body(@RequestBody Body body) {
    return Envelope.of(body);
  }

  @PostMapping("/checked")
  @Requires({})
  Envelope<Checked> checked(@Valid @RequestBody Checked body) {
    return Envelope.of(body);
  }

  @PostMapping("/file")
  @Requires({})
  Envelope<Long> file(@RequestPart MultipartFile file) {
    return Envelope.of(file.getSize());
  }

  @GetMapping("/list")
  @Requires({})
  Envelope<Paging> list(Paging paging) {
    return Envelope.of(paging);
  }

  @GetMapping("/query")
  @Requires({})
  Envelope<String> query(@RequestParam int count, @RequestParam Colour colour) {
    return Envelope.of(colour.name() + count);
  }

  @GetMapping("/slug/{*slug}")
  @Requires({})
  Envelope<String> slug(@PathVariable String slug) {
    return Envelope.of(slug);
  }

  @GetMapping("/raw")
  @Requires({})
  Envelope<RawJson> raw() {
    return Envelope.of(new RawJson("{\"b\": 1.0, \"a\": [] }"));
  }

  @GetMapping("/fails")
  @Requires({})
  Envelope<String> fails() {
    throw new IllegalStateException("the password is hunter2");
  }

  @GetMapping("/cut-off")
  @Requires({})
  void cutOff() throws SQLException {
    throw new SQLException("Connection is closed");
  }

  @GetMapping("/overflows")
  @Requires({})
  Envelope<String> overflows() {
    throw new StackOverflowError("deep");
  }

  @GetMapping("/busy")
  @Requires({})
  Envelope<String> busy() {
    throw new ApiException(
        ErrorCode.RATE_LIMITED, "Too many.", List.of(), Duration.ofMillis(1_200));
  }

  @GetMapping("/lost")
  @Requires({})
  Envelope<String> lost() {
    throw new OptimisticLockingFailureException("version");
  }

  @GetMapping("/nul")
  @Requires({})
  Envelope<String> nul() {
    return Envelope.of(jdbc.sql("select ?").param("a\0b").query(String.class).single());
  }
}
