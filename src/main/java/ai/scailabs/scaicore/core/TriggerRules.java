package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.program.UnixCron;
import ai.scailabs.scaicore.web.ApiException.Detail;
import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an entry of {@code environment.triggers} has to be. */
final class TriggerRules {

  private static final int MOST_HEADERS = 20;
  private static final int MAX_HEADER = 100;
  private static final int MAX_TEXT = 200;
  private static final int MAX_CONFIG = 16_000;
  private static final Pattern PATH =
      Pattern.compile("/?[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*");

  private TriggerRules() {}

  /**
   * What is wrong with an entry that names a flow.
   *
   * @param at what its fields are below, with a dot, or nothing
   */
  static List<Detail> problems(String at, ObjectNode entry) {
    var wrong = new ArrayList<Detail>();
    checkText(at + "flow", entry.path("flow"), wrong);
    var config = entry.path("config");
    if (!isNone(config) && !config.isObject()) {
      wrong.add(new Detail(at + "config", "must be an object"));
      return wrong;
    }
    if (config.toString().length() > MAX_CONFIG) {
      wrong.add(new Detail(at + "config", "has more than %,d characters".formatted(MAX_CONFIG)));
    }
    var type = entry.path("event_type");
    if (!isNone(type)) {
      checkText(at + "event_type", type, wrong);
      if (type.asString("").startsWith("scaicore.")) {
        wrong.add(
            new Detail(
                at + "event_type",
                "begins with scaicore., as only this service's own events do; choose another"));
      }
    }
    TriggerEntries.kind(config)
        .ifPresentOrElse(
            kind -> checkKind(at, kind, type, config, wrong),
            () -> wrong.add(new Detail(at + "config.kind", "must be event, schedule or webhook")));
    return wrong;
  }

  private static void checkKind(
      String at, CoreTrigger.Kind kind, JsonNode type, JsonNode config, List<Detail> wrong) {
    switch (kind) {
      case EVENT -> {
        if (!type.isString()) {
          wrong.add(new Detail(at + "event_type", "is required: the name of the event"));
        }
      }
      case SCHEDULE -> checkSchedule(at + "config.", config, wrong);
      case WEBHOOK -> {
        var path = config.path("path");
        if (!isNone(path)
            && !(path.isString()
                && path.stringValue().length() <= MAX_TEXT
                && PATH.matches(path.stringValue()))) {
          wrong.add(
              new Detail(
                  at + "config.path",
                  "must be at most 200 letters, digits, '-', '_', '.' and '~', in parts between"
                      + " slashes that do not begin with a dot"));
        }
        checkHeaders(at + "config.headers", config.path("headers"), wrong);
      }
    }
  }

  private static void checkHeaders(String field, JsonNode headers, List<Detail> wrong) {
    boolean good =
        isNone(headers)
            || (headers.isArray()
                && headers.size() <= MOST_HEADERS
                && headers
                    .valueStream()
                    .allMatch(h -> h.isString() && h.stringValue().length() <= MAX_HEADER));
    if (!good) {
      wrong.add(
          new Detail(
              field,
              "must be a list of at most %d names of headers, each of at most %d characters"
                  .formatted(MOST_HEADERS, MAX_HEADER)));
    }
  }

  /** What is null is as good as not there. */
  static boolean isNone(JsonNode member) {
    return member.isMissingNode() || member.isNull();
  }

  private static void checkSchedule(String at, JsonNode config, List<Detail> wrong) {
    var cron = config.path("cron");
    if (!cron.isString()) {
      wrong.add(new Detail(at + "cron", "is required by a schedule, such as 0 2 * * *"));
    } else {
      UnixCron.problem(cron.stringValue())
          .ifPresent(problem -> wrong.add(new Detail(at + "cron", "does not parse: " + problem)));
    }
    var zone = config.path("timezone");
    if (!isNone(zone) && !isZone(zone)) {
      wrong.add(
          new Detail(at + "timezone", "is no time zone; use a name such as Europe/Amsterdam"));
    }
    var input = config.path("input");
    if (!isNone(input) && !input.isObject()) {
      wrong.add(new Detail(at + "input", "must be an object: what the flow is given"));
    }
  }

  private static boolean isZone(JsonNode zone) {
    try {
      return zone.isString() && ZoneId.of(zone.stringValue()) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static void checkText(String field, JsonNode text, List<Detail> wrong) {
    if (!text.isString()
        || text.stringValue().isBlank()
        || text.stringValue().length() > MAX_TEXT
        || text.stringValue().indexOf('\0') >= 0) {
      wrong.add(new Detail(field, "must have 1 to 200 characters, none of them U+0000"));
    }
  }
}
