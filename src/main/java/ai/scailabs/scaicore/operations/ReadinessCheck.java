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
 * Refuses to start where a database is configured, which is production, with settings that are
 * unsafe there; all of them at once. {@code scaicore.unsafe.allow} names those that are meant.
 */
final class ReadinessCheck implements ApplicationListener<ApplicationPreparedEvent> {

  private static final Logger log = LoggerFactory.getLogger(ReadinessCheck.class);
  private static final String ALLOW = "scaicore.unsafe.allow";

  @Override
  public void onApplicationEvent(ApplicationPreparedEvent event) {
    // A command serves nobody.
    boolean serves =
        event.getSpringApplication().getWebApplicationType() != WebApplicationType.NONE;
    var environment = event.getApplicationContext().getEnvironment();
    if (serves && !environment.getProperty("spring.datasource.url", "").isBlank()) {
      check(environment);
    }
  }

  static void check(Environment environment) {
    var allowed = allowed(environment);
    var unsafe = UnsafeSetting.in(environment);
    var sentences =
        Stream.concat(
                unknown(allowed).stream(),
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

  private static List<String> allowed(Environment environment) {
    return Arrays.stream(environment.getProperty(ALLOW, "").split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
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
