package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.program.UnixCron;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.ValidationFailed;
import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The entries of {@code environment.triggers}: {@code {id, event_type, flow, config, created_at}}.
 * What an environment has there that names no flow is somebody's own, and left alone.
 */
final class TriggerEntries {

  private static final int MAX_TEXT = 200;
  private static final int MAX_CONFIG = 16_000;
  private static final Pattern PATH =
      Pattern.compile("/?[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*");

  private TriggerEntries() {}

  /** The triggers of a list; whatever else it holds is left out. */
  static List<CoreTrigger> all(JsonNode triggers) {
    var read = new ArrayList<CoreTrigger>();
    if (triggers.isArray()) {
      triggers.forEach(entry -> read(entry).ifPresent(read::add));
    }
    return read;
  }

  static Optional<CoreTrigger> read(JsonNode entry) {
    var id = id(entry);
    var kind = kind(entry.path("config"));
    if (id.isEmpty() || kind.isEmpty() || !isTrigger(entry)) {
      return Optional.empty();
    }
    var config = entry.path("config");
    return Optional.of(
        new CoreTrigger(
            id.get(),
            text(entry, "event_type"),
            entry.path("flow").stringValue(),
            kind.get(),
            text(config, "cron"),
            text(config, "timezone"),
            kind.get() == CoreTrigger.Kind.WEBHOOK ? path(config, id.get()) : null,
            config instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode(),
            time(entry)));
  }

  /** The ids of a list's triggers. */
  static Set<UUID> ids(JsonNode triggers) {
    var ids = new HashSet<UUID>();
    triggers.forEach(entry -> id(entry).ifPresent(ids::add));
    return ids;
  }

  /**
   * An environment whose triggers are well-formed and have ids of their own, made where they had
   * none.
   */
  static ObjectNode identified(ObjectNode environment) {
    if (!(environment.get("triggers") instanceof ArrayNode given)) {
      return environment;
    }
    var taken = new HashSet<UUID>();
    var wrong = new ArrayList<Detail>();
    var shown = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < given.size(); i++) {
      var entry = given.get(i);
      if (!(entry instanceof ObjectNode object) || !isTrigger(entry)) {
        shown.add(entry);
        continue;
      }
      wrong.addAll(problems("environment.triggers[" + i + "].", object));
      var own = id(object).filter(taken::add);
      shown.add(own.isPresent() ? object : withId(object, Ids.uuid()));
    }
    refuse(wrong);
    var identified = environment.deepCopy();
    identified.set("triggers", shown);
    return identified;
  }

  private static ObjectNode withId(ObjectNode entry, UUID id) {
    var identified = JsonNodeFactory.instance.objectNode().put("id", id.toString());
    entry.properties().stream()
        .filter(member -> !member.getKey().equals("id"))
        .forEach(member -> identified.set(member.getKey(), member.getValue()));
    return identified;
  }

  static void refuse(List<Detail> wrong) {
    if (!wrong.isEmpty()) {
      throw new ValidationFailed(
          wrong.getFirst().field() + " " + wrong.getFirst().message(), wrong);
    }
  }

  /**
   * What is wrong with an entry that names a flow.
   *
   * @param at what its fields are below, with a dot, or nothing
   */
  static List<Detail> problems(String at, ObjectNode entry) {
    var wrong = new ArrayList<Detail>();
    checkText(at + "flow", entry.path("flow"), wrong);
    var config = entry.path("config");
    if (!config.isMissingNode() && !config.isNull() && !config.isObject()) {
      wrong.add(new Detail(at + "config", "must be an object"));
      return wrong;
    }
    if (config.toString().length() > MAX_CONFIG) {
      wrong.add(new Detail(at + "config", "has more than %,d characters".formatted(MAX_CONFIG)));
    }
    var type = entry.path("event_type");
    if (!type.isMissingNode() && !type.isNull()) {
      checkText(at + "event_type", type, wrong);
      if (type.asString("").startsWith("scaicore.")) {
        wrong.add(
            new Detail(
                at + "event_type",
                "begins with scaicore., as only this service's own events do; choose another"));
      }
    }
    kind(config)
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
        if (!path.isMissingNode()
            && !(path.isString()
                && path.stringValue().length() <= MAX_TEXT
                && PATH.matches(path.stringValue()))) {
          wrong.add(
              new Detail(
                  at + "config.path",
                  "must be at most 200 letters, digits, '-', '_', '.' and '~', in parts between"
                      + " slashes that do not begin with a dot"));
        }
      }
    }
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
    if (!zone.isMissingNode() && !zone.isNull() && !isZone(zone)) {
      wrong.add(
          new Detail(at + "timezone", "is no time zone; use a name such as Europe/Amsterdam"));
    }
    var input = config.path("input");
    if (!input.isMissingNode() && !input.isObject()) {
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

  private static boolean isTrigger(JsonNode entry) {
    return entry.path("flow").isString();
  }

  private static Optional<UUID> id(JsonNode entry) {
    var text = entry.path("id").asString("");
    try {
      // Only the usual form, by which it is found again.
      return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What a config says, or lets see; empty for what is no kind. */
  private static Optional<CoreTrigger.Kind> kind(JsonNode config) {
    var word = config.path("kind");
    if (word.isMissingNode() || word.isNull()) {
      return Optional.of(
          config.has("cron")
              ? CoreTrigger.Kind.SCHEDULE
              : config.has("path") ? CoreTrigger.Kind.WEBHOOK : CoreTrigger.Kind.EVENT);
    }
    for (var kind : CoreTrigger.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(word.asString(""))) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static String path(JsonNode config, UUID id) {
    var path = text(config, "path");
    return path == null ? id.toString() : path.startsWith("/") ? path.substring(1) : path;
  }

  private static @Nullable String text(JsonNode node, String name) {
    var member = node.path(name);
    return member.isString() ? member.stringValue() : null;
  }

  private static @Nullable Instant time(JsonNode entry) {
    try {
      var text = text(entry, "created_at");
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
