package ai.scailabs.scaicore.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** What answers that are being read may take of the memory, all together: a quarter of the heap. */
@Component
public final class AnswerRoom {

  private static final int PART = 8_192;
  private static final int SHARE = 4;

  private final AtomicLong free;

  @Autowired
  public AnswerRoom() {
    this(Runtime.getRuntime().maxMemory() / SHARE);
  }

  AnswerRoom(long bytes) {
    this.free = new AtomicLong(bytes);
  }

  /**
   * Reads to the end.
   *
   * @throws AnswerTooLarge where there is more than {@code most}
   * @throws NoRoomForAnswer where others take all the room
   */
  byte[] read(InputStream from, int most) throws IOException {
    return read(from, most, Enough.NEVER);
  }

  /** Reads to the end, or until it is enough. */
  byte[] read(InputStream from, int most, Enough enough) throws IOException {
    var all = new ByteArrayOutputStream();
    var part = new byte[PART];
    try {
      for (int count = from.read(part); count >= 0; count = from.read(part)) {
        if (all.size() + count > most) {
          throw new AnswerTooLarge(most);
        }
        take(count);
        all.write(part, 0, count);
        if (enough.with(part, count)) {
          break;
        }
      }
      return all.toByteArray();
    } finally {
      free.addAndGet(all.size());
    }
  }

  private void take(int bytes) throws NoRoomForAnswer {
    if (free.addAndGet(-bytes) < 0) {
      free.addAndGet(bytes);
      throw new NoRoomForAnswer();
    }
  }
}
