package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.engine.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the secrets that a server was sent out of what it says: neither errors nor results may show
 * them.
 */
public final class Redaction {

  /** What is shorter may well be an ordinary word. */
  private static final int SHORTEST = 8;

  private volatile List<String> secrets;

  public Redaction(Collection<String> secrets) {
    this.secrets = sorted(secrets.stream().filter(secret -> secret.length() >= SHORTEST));
  }

  /** Takes another out from now on. */
  synchronized void add(String secret) {
    secrets = Stream.concat(secrets.stream(), sorted(Stream.of(secret)).stream()).toList();
  }

  private static List<String> sorted(Stream<String> secrets) {
    // The longest first: another may be a part of it.
    return secrets
        .flatMap(Redaction::forms)
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  /** A secret as it is, and as it stands in JSON and in an address. */
  private static Stream<String> forms(String secret) {
    var json = Json.text(secret);
    var address = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return Stream.of(
        secret, json.substring(1, json.length() - 1), address, address.replace("+", "%20"));
  }

  /** A text without them. */
  public String of(String text) {
    var clean = text;
    for (var secret : secrets) {
      clean = clean.replace(secret, "[secret]");
    }
    return clean;
  }

  /** A JSON value, keys included. */
  public @Nullable Object of(@Nullable Object value) {
    if (secrets.isEmpty()) {
      return value;
    }
    return switch (value) {
      case String text -> of(text);
      case Map<?, ?> map -> {
        var clean = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, member) -> clean.put(of(String.valueOf(key)), of(member)));
        yield clean;
      }
      case List<?> list -> {
        var clean = new ArrayList<@Nullable Object>();
        list.forEach(element -> clean.add(of(element)));
        yield clean;
      }
      case null, default -> value;
    };
  }
}
