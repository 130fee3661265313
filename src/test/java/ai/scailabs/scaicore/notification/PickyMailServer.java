package ai.scailabs.scaicore.notification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that does not know everybody. */
final class PickyMailServer implements AutoCloseable {

  private final ServerSocket socket;
  private final String stranger;
  private final List<String> mails = new CopyOnWriteArrayList<>();

  /**
   * @param stranger whoever has this in their address is refused
   */
  PickyMailServer(String stranger) {
    this.stranger = stranger;
    try {
      socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::run);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** What was sent, whole. */
  List<String> mails() {
    return mails;
  }

  private void run() {
    while (!socket.isClosed()) {
      try (var connection = socket.accept()) {
        talk(connection);
      } catch (IOException e) {
        // The client hung up, or the test is over.
      }
    }
  }

  private void talk(Socket connection) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    var out = connection.getOutputStream();
    say(out, "220 picky");
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var word = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      switch (word) {
        case "RCPT" -> say(out, line.contains(stranger) ? "550 5.1.1 not here" : "250 ok");
        case "DATA" -> {
          say(out, "354 go on");
          mails.add(data(in));
          say(out, "250 taken");
        }
        case "QUIT" -> {
          say(out, "221 bye");
          return;
        }
        default -> say(out, "250 ok");
      }
    }
  }

  private static String data(BufferedReader in) throws IOException {
    var text = new StringBuilder();
    for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
