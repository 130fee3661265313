package ai.scailabs.scaicore.embedded;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;

/**
 * Opens the data folder before any bean can write into it, and starts PostgreSQL while the beans
 * are being made. Both are closed after the last bean.
 */
final class EmbeddedStart implements ApplicationListener<ApplicationPreparedEvent>, Ordered {

  /**
   * After the checks of {@code operations}: nothing closes what a later listener's failure leaves.
   */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }

  @Override
  public void onApplicationEvent(ApplicationPreparedEvent event) {
    var context = (GenericApplicationContext) event.getApplicationContext();
    var environment = context.getEnvironment();
    if (!environment.getProperty(ModeDefaults.ENABLED, Boolean.class, false)) {
      return;
    }
    var folder = DataFolder.open(Path.of(environment.getRequiredProperty(ModeDefaults.DATA_DIR)));
    var version = environment.getRequiredProperty("scaicore.embedded.postgres-version");
    var postgres =
        CompletableFuture.supplyAsync(
            () -> EmbeddedPostgres.start(folder, version),
            Thread.ofPlatform().daemon().name("postgres")::start);
    context.registerBean(EmbeddedPostgres.class, postgres::join);
    // Registered first, so destroyed last, and also where no bean ever asked for the connection.
    context
        .getDefaultListableBeanFactory()
        .registerDisposableBean(
            "embeddedStart",
            () -> {
              if (postgres.handle((started, failure) -> failure == null).join()) {
                postgres.join().stop();
              }
              folder.close();
            });
  }
}
