package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.DateTimeException;
import java.time.Instant;
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

  /** A Core has at most this many. */
  static final int MOST = 100;

  static final String PATH_TAKEN = "is taken by another webhook of this Core; choose another";

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
   * An environment whose triggers are well-formed, no more than may be, each webhook with a path of
   * its own, and have ids of their own, made where they had none.
   */
  static ObjectNode identified(ObjectNode environment) {
    if (!(environment.get("triggers") instanceof ArrayNode given)) {
      return environment;
    }
    refuseTooMany(given);
    var taken = new HashSet<UUID>();
    var paths = new HashSet<String>();
    var wrong = new ArrayList<Detail>();
    var shown = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < given.size(); i++) {
      var entry = given.get(i);
      if (!(entry instanceof ObjectNode object) || !isTrigger(entry)) {
        shown.add(entry);
        continue;
      }
      var at = "environment.triggers[" + i + "].";
      wrong.addAll(TriggerRules.problems(at, object));
      var own = id(object).filter(taken::add);
      var identified = own.isPresent() ? object : withId(object, Ids.uuid());
      shown.add(identified);
      var path = read(identified).map(CoreTrigger::path).orElse(null);
      if (path != null && !paths.add(path)) {
        wrong.add(new Detail(at + "config.path", PATH_TAKEN));
      }
    }
    refuse(wrong);
    var identified = environment.deepCopy();
    identified.set("triggers", shown);
    return identified;
  }

  private static void refuseTooMany(ArrayNode given) {
    long triggers = given.valueStream().filter(TriggerEntries::isTrigger).count();
    if (triggers > MOST) {
      throw new ValidationFailed(
          "environment.triggers",
          "has %d triggers; a Core has at most %d".formatted(triggers, MOST));
    }
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
  static Optional<CoreTrigger.Kind> kind(JsonNode config) {
    var word = config.path("kind");
    if (TriggerRules.isNone(word)) {
      return Optional.of(
          config.hasNonNull("cron")
              ? CoreTrigger.Kind.SCHEDULE
              : config.hasNonNull("path") ? CoreTrigger.Kind.WEBHOOK : CoreTrigger.Kind.EVENT);
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
