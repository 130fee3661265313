package ai.scailabs.scaicore.operations;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Refuses to start with settings that are unsafe: where a database is configured, which is
 * production, and in the embedded default, each has its own; all of them at once. {@code
 * scaicore.unsafe.allow} names those that are meant.
 */
final class ReadinessCheck implements ApplicationListener<ApplicationPreparedEvent> {

  private static final Logger log = LoggerFactory.getLogger(ReadinessCheck.class);

  @Override
  public void onApplicationEvent(ApplicationPreparedEvent event) {
    // A command serves nobody.
    boolean serves =
        event.getSpringApplication().getWebApplicationType() != WebApplicationType.NONE;
    var environment = event.getApplicationContext().getEnvironment();
    if (serves) {
      check(environment);
    }
  }

  static void check(Environment environment) {
    var allowed = AllowedRisks.in(environment);
    var unsafe = unsafe(environment);
    var sentences =
        Stream.concat(
                unknown(allowed.words()).stream(),
                unsafe.stream()
                    .filter(setting -> !allowed.contains(setting.word()))
                    .map(UnsafeSetting::sentence))
            .toList();
    if (!sentences.isEmpty()) {
      throw new CannotStart(String.join("; ", sentences) + ".");
    }
    unsafe.forEach(
        setting -> log.warn("Unsafe, and allowed as {}: {}", setting.word(), setting.sentence()));
  }

  private static List<UnsafeSetting> unsafe(Environment environment) {
    if (!environment.getProperty("spring.datasource.url", "").isBlank()) {
      return UnsafeSetting.in(environment);
    }
    boolean embedded = environment.getProperty("scaicore.embedded.enabled", Boolean.class, false);
    return embedded ? UnsafeSetting.inEmbedded(environment) : List.of();
  }

  private static List<String> unknown(List<String> allowed) {
    var known = Arrays.stream(UnsafeSetting.values()).map(UnsafeSetting::word).toList();
    return allowed.stream()
        .filter(word -> !known.contains(word))
        .map(
            word ->
                "SCAICORE_UNSAFE_ALLOW names %s, which is none of %s: take it out"
                    .formatted(word, known.stream().collect(Collectors.joining(", "))))
        .toList();
  }
}
