package ai.scailabs.scaicore.outbound;

import java.io.IOException;

/** A server did not answer, or not all, in the time that it was given. */
public final class OutboundTimeout extends IOException {

  OutboundTimeout(String what, Throwable cause) {
    super(what, cause);
  }
}
