package ai.scailabs.scaicore.operations;

import ai.scailabs.scaicore.identity.Public;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Health for load balancers and orchestrators: outside of the envelope, without a token, and on the
 * port that serves requests, wherever metrics are.
 */
@RestController
@Tag(name = "Operations", description = "Health of this process, for those who run it.")
@SecurityRequirements
class HealthController {

  private static final Logger LOG = LoggerFactory.getLogger(HealthController.class);
  private static final int LIMIT_SECONDS = 2;
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final ApplicationAvailability availability;
  private final DataSource dataSource;
  private CompletableFuture<Boolean> probe = CompletableFuture.completedFuture(false);
  private long probedAt = System.nanoTime() - FRESH.toNanos() - 1;

  HealthController(ApplicationAvailability availability, DataSource dataSource) {
    this.availability = availability;
    this.dataSource = dataSource;
  }

  @GetMapping("/health")
  @Public
  @Operation(
      summary = "Whether the process lives",
      description = "Says nothing of the database: a restart of this process would not mend it.")
  Health alive() {
    return Health.UP;
  }

  @GetMapping("/health/ready")
  @Public
  @Operation(
      summary = "Whether the process can serve",
      description = "200 when it takes requests and reaches its database, else 503.")
  ResponseEntity<Health> ready() {
    var serving = availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    return serving && reachesDatabaseInTime()
        ? ResponseEntity.ok(Health.UP)
        : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(Health.DOWN);
  }

  /** A probe does not wait as long as a request may, and however many ask, one looks. */
  private boolean reachesDatabaseInTime() {
    return probe().copy().completeOnTimeout(false, LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  private synchronized CompletableFuture<Boolean> probe() {
    long now = System.nanoTime();
    if (probe.isDone() && now - probedAt > FRESH.toNanos()) {
      probedAt = now;
      probe = CompletableFuture.supplyAsync(this::reachesDatabase, Thread::startVirtualThread);
    }
    return probe;
  }

  private boolean reachesDatabase() {
    try (var connection = dataSource.getConnection()) {
      return connection.isValid(LIMIT_SECONDS);
    } catch (SQLException e) {
      LOG.warn("Not ready, the database does not answer: {}", e.getMessage());
      return false;
    }
  }

  /**
   * The answer.
   *
   * @param status {@code UP} or {@code DOWN}
   */
  record Health(String status) {
    static final Health UP = new Health("UP");
    static final Health DOWN = new Health("DOWN");
  }
}
