package ai.scailabs.scaicore.notification;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A notice as people read it. */
final class MailText {

  private static final int LONGEST_SUBJECT = 150;

  private final JsonNode checkpoint;
  private final NotifiedEvent event;
  private final @Nullable URI site;

  /**
   * @param notice a {@link Notice} in JSON
   * @param site where people reach this service; null: there is no link
   */
  MailText(JsonNode notice, NotifiedEvent event, @Nullable URI site) {
    this.checkpoint = notice.path("checkpoint");
    this.event = event;
    this.site = site;
  }

  /** One line: whatever the program put into it. */
  String subject() {
    var about = checkpoint.path("core_name").asString("") + ", " + text("checkpoint_type");
    var line = (opening() + ": " + about).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > LONGEST_SUBJECT ? line.substring(0, LONGEST_SUBJECT) + "…" : line;
  }

  private String opening() {
    return switch (event) {
      case CREATED -> "Waiting for you";
      case REASSIGNED -> "Now with you";
      case ESCALATED -> "Escalated to you";
      case REMINDER -> "Still waiting for you";
      case EXPIRED -> "Expired";
    };
  }

  String body() {
    var text = new StringBuilder();
    var prompt = text("prompt");
    if (!prompt.isEmpty()) {
      text.append(prompt).append("\n\n");
    }
    line(text, "Core", text("core_name") + " (" + text("core_id") + ")");
    line(text, "Flow", text("flow_name"));
    line(text, "For", checkpoint.path("assignee").path("display").asString(""));
    line(text, "Priority", text("priority"));
    line(text, "Asked", text("created_at"));
    line(text, "Expires", text("expires_at"));
    line(text, "Options", options());
    line(text, "Checkpoint", text("id"));
    if (site != null) {
      line(text, "Read and answer", site.toString().replaceFirst("/+$", "") + text("path"));
    }
    return text.toString();
  }

  private String options() {
    var options = checkpoint.path("options");
    return options.isEmpty()
        ? ""
        : String.join(
            ", ",
            options.valueStream().map(o -> o.isString() ? o.asString() : o.toString()).toList());
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append(name).append(": ").append(value).append('\n');
    }
  }

  private String text(String name) {
    return checkpoint.path(name).asString("");
  }
}
