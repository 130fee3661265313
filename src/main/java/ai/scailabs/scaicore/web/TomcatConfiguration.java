package ai.scailabs.scaicore.web;

import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What Tomcat must not decide by itself: an encoded slash in a path is left to the handlers (slugs
 * of models have slashes), and what it refuses is refused in the error envelope.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class TomcatConfiguration implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(
        connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.DECODE.getValue()));
    factory.addContextCustomizers(
        context -> context.getParent().getPipeline().addValve(new ContainerErrors()));
  }
}
