package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.Shown;
import org.jspecify.annotations.Nullable;

/**
 * Where something stands in a manifest, such as {@code core.flows[0].steps[2].decision}. Made for
 * every part of it, and written out only where something is to be said of it.
 */
record Place(@Nullable Place parent, String segment) {

  static final Place ROOT = new Place(null, "");

  Place key(String name) {
    var below = Shown.segment(name);
    return new Place(this, parent == null && below.startsWith(".") ? below.substring(1) : below);
  }

  Place index(int index) {
    return new Place(this, "[" + index + "]");
  }

  @Override
  public String toString() {
    return parent == null ? segment : parent + segment;
  }
}
