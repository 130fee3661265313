package ai.scailabs.scaicore.scaiflow;

import java.util.Locale;

/** What somebody may do with a flow; each includes those before it. */
public enum FlowPermission {
  VIEW,
  EDIT,
  DEPLOY,
  ADMIN;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FlowPermission of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  boolean includes(FlowPermission other) {
    return compareTo(other) >= 0;
  }
}
