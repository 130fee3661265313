package ai.scailabs.scaicore.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/** A test against the running server on a free port, with the demo directory and offline model. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "scaicore.demo=true",
      "scaicore.models.offline=true",
      "scaicore.models.allow-loopback=true",
      "scaicore.plugins.allow-loopback=true",
      "scaicore.plugins.pause=20ms",
      "scaicore.limits.enabled=false",
      "scaicore.unsafe.allow=" + ServerTest.ALLOWED
    })
@ContextConfiguration(initializers = TestPostgres.class)
public @interface ServerTest {

  /** What tests have and production must not. */
  String ALLOWED =
      "demo,offline-model,secrets-keyset,object-store,public-metrics,loopback-plugins,"
          + "loopback-models";
}
