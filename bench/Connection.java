import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One keep-alive connection of one client: sends requests that are bytes already, and reads as much
 * of HTTP/1.1 as it takes to know where an answer ends. Connects anew after the server closed it.
 */
final class Connection implements AutoCloseable {

  private static final int MAX_HEAD = 16 * 1024;

  private final int port;
  private final byte[] buffer = new byte[64 * 1024];
  private Socket socket;
  private InputStream in;
  private int at;
  private int end;

  private int status;
  private long length;
  private boolean chunked;
  private boolean closing;
  private ByteArrayOutputStream kept;

  Connection(int port) {
    this.port = port;
  }

  /**
   * Sends a request and reads its answer to the end.
   *
   * @return the size of the body in bytes
   * @throws IOException also when the status is not in the 200s
   */
  long exchange(byte[] request) throws IOException {
    if (socket == null) {
      connect();
    }
    socket.getOutputStream().write(request);
    readHead();
    if (status < 200 || status > 299) {
      throw new IOException("answered " + status + ": " + rest());
    }
    long size = chunked ? skipChunks() : skip(length);
    if (closing) {
      close();
    }
    return size;
  }

  /** The answer to a request, as text. */
  String ask(byte[] request) throws IOException {
    kept = new ByteArrayOutputStream(4096);
    try {
      exchange(request);
      return kept.toString(StandardCharsets.UTF_8);
    } finally {
      kept = null;
    }
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  private void connect() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    in = socket.getInputStream();
    at = 0;
    end = 0;
  }

  private void readHead() throws IOException {
    length = 0;
    chunked = false;
    closing = false;
    status = Integer.parseInt(line().split(" ", 3)[1]);
    for (var line = line(); !line.isEmpty(); line = line()) {
      switch (line.charAt(0)) {
        case 'c', 'C' -> {
          if (is(line, "content-length:")) {
            length = Long.parseLong(line.substring(15).strip());
          } else if (is(line, "connection:")) {
            closing = line.substring(11).strip().equalsIgnoreCase("close");
          }
        }
        case 't', 'T' -> chunked |= is(line, "transfer-encoding:");
        default -> {}
      }
    }
  }

  private static boolean is(String line, String name) {
    return line.regionMatches(true, 0, name, 0, name.length());
  }

  private long skipChunks() throws IOException {
    long size = 0;
    while (true) {
      long chunk = Long.parseLong(line(), 16);
      size += skip(chunk);
      // The end of the chunk, or, after the last one, of the trailers, of which there are none.
      line();
      if (chunk == 0) {
        return size;
      }
    }
  }

  private long skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      if (at == end) {
        fill();
      }
      int step = (int) Math.min(left, end - at);
      if (kept != null) {
        kept.write(buffer, at, step);
      }
      at += step;
      left -= step;
    }
    return count;
  }

  private String line() throws IOException {
    int from = at;
    while (true) {
      while (at < end) {
        if (buffer[at++] == '\n') {
          return new String(buffer, from, at - from - 2, StandardCharsets.ISO_8859_1);
        }
      }
      int part = end - from;
      if (part > MAX_HEAD) {
        throw new IOException("a header line has no end");
      }
      System.arraycopy(buffer, from, buffer, 0, part);
      from = 0;
      at = part;
      end = part;
      fill(part);
    }
  }

  private void fill() throws IOException {
    fill(0);
  }

  private void fill(int offset) throws IOException {
    int count = in.read(buffer, offset, buffer.length - offset);
    if (count < 0) {
      throw new EOFException("the server closed the connection within an answer");
    }
    at = offset;
    end = offset + count;
  }

  private String rest() throws IOException {
    if (at == end) {
      fill();
    }
    return new String(buffer, at, end - at, StandardCharsets.UTF_8);
  }
}
