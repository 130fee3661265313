package ai.scailabs.scaicore.program;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads triggers, and reports as E409 what of them does not parse. */
final class TriggerReader {

  private static final int MOST = 100;
  private static final List<String> KINDS = List.of("api", "webhook", "schedule", "event");

  private TriggerReader() {}

  static List<Program.Trigger> read(SourceNode module) {
    var nodes = new NamedThings("name", "kind").of(module, "triggers");
    if (nodes.size() > MOST) {
      module.report(
          "triggers",
          "E409 a program has at most %d triggers, got %d; let one flow tell several events apart"
              .formatted(MOST, nodes.size()));
    }
    return nodes.stream().limit(MOST).map(TriggerReader::trigger).toList();
  }

  private static Program.Trigger trigger(SourceNode node) {
    var kind = node.word("kind", KINDS);
    var name = node.required("name");
    var target = node.text("target_flow");
    if (target != null) {
      node.reading().mention(node.path("target_flow"), new Mention.OfFlow(target));
    }
    var method = node.text("method");
    var path = node.text("path");
    var cron = node.text("cron");
    var timezone = node.text("timezone");
    checkPath(node, path);
    checkCron(node, kind, cron);
    checkTimezone(node, timezone);
    return new Program.Trigger(
        kind, name, target, method, path, cron, timezone, node.text("event_type"));
  }

  private static void checkPath(SourceNode node, @Nullable String path) {
    if (path != null && (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' '))) {
      node.report("path", "E409 a path begins with / and has no spaces, got " + Shown.text(path));
    }
  }

  private static void checkCron(SourceNode node, String kind, @Nullable String cron) {
    if (cron != null) {
      UnixCron.problem(cron)
          .ifPresent(problem -> node.report("cron", "E409 cron does not parse: " + problem));
    } else if (kind.equals("schedule")) {
      node.report("cron", "E409 a schedule needs a cron, such as 0 2 * * *");
    }
  }

  private static void checkTimezone(SourceNode node, @Nullable String timezone) {
    if (timezone == null) {
      return;
    }
    try {
      ZoneId.of(timezone);
    } catch (DateTimeException e) {
      node.report(
          "timezone",
          "E409 %s is no time zone; use a name such as Europe/Amsterdam"
              .formatted(Shown.text(timezone)));
    }
  }
}
