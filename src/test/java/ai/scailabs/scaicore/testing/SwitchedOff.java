package ai.scailabs.scaicore.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/** Every feature is off; and the operator offers a plugin, which is not listed then. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestPropertySource(
    properties = {
      "scaicore.features.logs=false",
      "scaicore.features.log-stream=false",
      "scaicore.features.breakpoint=false",
      "scaicore.features.step=false",
      "scaicore.features.inspect=false",
      "scaicore.features.event-history=false",
      "scaicore.features.api-invoke=false",
      "scaicore.features.plugin-listing=false",
      "scaicore.plugins.available[0].name=billing",
      "scaicore.plugins.available[0].endpoint=https://billing.example/scaicore",
      "scaicore.plugins.available[0].description=Bills."
    })
public @interface SwitchedOff {}
