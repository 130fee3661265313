package ai.scailabs.scaicore.outbound;

import java.io.IOException;

/** Too many answers are being read at once. */
public final class NoRoomForAnswer extends IOException {

  NoRoomForAnswer() {
    super("too many answers are being read at once");
  }
}
