package ai.scailabs.scaicore.scaiflow.client;

import java.net.URI;
import java.util.Set;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Where this very process listens, which is known once it does. */
@Component
class ThisProcess {

  private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0", "::", "[::]");

  private final Environment environment;

  ThisProcess(Environment environment) {
    this.environment = environment;
  }

  URI base() {
    var port =
        environment.getProperty(
            "local.server.port", environment.getProperty("server.port", "8080"));
    var given = environment.getProperty("server.address", "").strip();
    var host = EVERYWHERE.contains(given) ? "127.0.0.1" : given;
    var literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + port);
  }

  /** The host, for those who must know whom they may call. */
  String host() {
    return base().getHost().replaceAll("[\\[\\]]", "");
  }
}
