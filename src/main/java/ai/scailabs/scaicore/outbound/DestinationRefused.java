package ai.scailabs.scaicore.outbound;

import java.net.UnknownHostException;

/** A server that may not be called from here. The message completes "the address …". */
public final class DestinationRefused extends UnknownHostException {

  DestinationRefused(String why) {
    super(why);
  }
}
