package ai.scailabs.scaicore.embedded;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says at the end of the start where things are. */
@Component
class Banner {

  private static final Logger LOG = LoggerFactory.getLogger(Banner.class);

  private final Environment environment;

  Banner(Environment environment) {
    this.environment = environment;
  }

  @EventListener(ApplicationReadyEvent.class)
  void print() {
    if (environment.getProperty(ModeDefaults.ENABLED, Boolean.class, false)) {
      System.out.println(text(environment.getRequiredProperty(ModeDefaults.DATA_DIR)));
    } else {
      LOG.info("Ready at {}", url());
    }
  }

  private String text(String dataDir) {
    var demo = environment.getProperty("scaicore.demo", Boolean.class, false);
    return """

      ScaiCore is ready

        API        %1$s/v1/modules/scaicore
        OpenAPI    %1$s/v3/api-docs
        Swagger UI %1$s/swagger-ui.html
        Data       %2$s
      %3$s"""
        .formatted(url(), dataDir, demo ? demoUsers() : "");
  }

  private String demoUsers() {
    return "\n  Demo tenant acme (and initech, globex); bearer tokens:\n"
        + Arrays.stream(DemoDirectory.DemoUser.values())
            .map(
                user ->
                    "    %s  %-18s  %s%n".formatted(user.key(), user.email(), user.role().word()))
            .collect(Collectors.joining());
  }

  private String url() {
    var address = environment.getProperty("server.address", InetAddress.class);
    var port = environment.getProperty("local.server.port");
    return "http://" + host(address) + ":" + port;
  }

  private static String host(@Nullable InetAddress address) {
    if (address == null || address.isAnyLocalAddress()) {
      return "localhost";
    }
    var host = address.getHostAddress();
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
