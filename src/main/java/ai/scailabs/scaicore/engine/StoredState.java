package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.Symbol;
import ai.scailabs.scaicore.program.expression.TextualMap;
import ai.scailabs.scaicore.program.expression.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of the language as JSON that can be read back as what they were: one that JSON does not
 * have is {@code {"$": kind, "v": …}}, and so is a map with a member {@code $}.
 */
final class StoredState {

  private static final String TAG = "$";

  private StoredState() {}

  /** A value that is no part of a state, such as a secret. */
  private static final class Unwritable extends RuntimeException {
    Unwritable() {
      super(null, null, false, false);
    }
  }

  /** The state; null when something in it cannot be written down. */
  static @Nullable Object of(Map<String, @Nullable Object> state) {
    try {
      return written(state);
    } catch (Unwritable e) {
      return null;
    }
  }

  private static @Nullable Object written(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String _, Boolean _, Long _, Double _ -> value;
      case TextualMap map -> {
        var tagged = tagged("answer", members(map));
        tagged.put("text", map.text());
        yield tagged;
      }
      case Map<?, ?> map -> map.containsKey(TAG) ? tagged("map", members(map)) : members(map);
      case List<?> list -> {
        var items = new ArrayList<@Nullable Object>(list.size());
        list.forEach(item -> items.add(written(item)));
        yield items;
      }
      case Duration duration -> tagged("duration", duration.toString());
      case LocalDate date -> tagged("date", date.toString());
      case Instant time -> tagged("datetime", time.toString());
      case Symbol symbol -> tagged("symbol", symbol.name());
      default -> throw new Unwritable();
    };
  }

  private static Map<String, @Nullable Object> members(Map<?, ?> map) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, value) -> members.put(String.valueOf(key), written(value)));
    return members;
  }

  private static Map<String, @Nullable Object> tagged(String kind, @Nullable Object value) {
    var tagged = new LinkedHashMap<String, @Nullable Object>();
    tagged.put(TAG, kind);
    tagged.put("v", value);
    return tagged;
  }

  /** What was written. */
  static @Nullable Object read(@Nullable Object written) {
    return switch (written) {
      case List<?> list -> {
        var items = new ArrayList<@Nullable Object>(list.size());
        list.forEach(item -> items.add(read(item)));
        yield items;
      }
      case Map<?, ?> map when map.get(TAG) instanceof String kind -> untagged(kind, map);
      case Map<?, ?> map -> unwritten(map);
      case null, default -> written;
    };
  }

  private static Map<String, @Nullable Object> unwritten(Map<?, ?> map) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, value) -> members.put(String.valueOf(key), read(value)));
    return members;
  }

  private static @Nullable Object untagged(String kind, Map<?, ?> tagged) {
    var value = tagged.get("v");
    if (value instanceof Map<?, ?> members) {
      var map = unwritten(members);
      return kind.equals("answer") ? new TextualMap(Values.text(tagged.get("text")), map) : map;
    }
    var text = Values.text(value);
    return switch (kind) {
      case "duration" -> Duration.parse(text);
      case "date" -> LocalDate.parse(text);
      case "datetime" -> Instant.parse(text);
      default -> new Symbol(text);
    };
  }
}
