package ai.scailabs.scaicore.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who gets the mails of a tenant. */
enum RecipientRule {
  /** Whoever the checkpoint is for: the user, the members of the group, the holders of the role. */
  ASSIGNEE,
  /** The addresses in the settings, whoever the checkpoint is for. */
  ADDRESSES,
  BOTH;

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RecipientRule of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
