package ai.scailabs.scaicore.operations;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Fails at once where the web server's port is taken, rather than after everything else started.
 */
final class PortCheck implements ApplicationListener<ApplicationPreparedEvent> {

  private static final int DEFAULT_PORT = 8080;

  @Override
  public void onApplicationEvent(ApplicationPreparedEvent event) {
    var environment = event.getApplicationContext().getEnvironment();
    int port = environment.getProperty("server.port", Integer.class, DEFAULT_PORT);
    if (port > 0) {
      check(environment.getProperty("server.address", InetAddress.class), port);
    }
  }

  static String sentence(int port) {
    return "port "
        + port
        + " is in use; stop what listens there, or set SERVER_PORT to a free port.";
  }

  private static void check(@Nullable InetAddress address, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      var reason = String.valueOf(e.getMessage());
      throw new CannotStart(
          reason.contains("in use")
              ? sentence(port)
              : "cannot listen on port %d (%s); check SERVER_ADDRESS and SERVER_PORT."
                  .formatted(port, reason),
          e);
    }
  }
}
