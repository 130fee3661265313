package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.core.CoreConnections;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import ai.scailabs.scaicore.program.expression.SecretHandle;
import ai.scailabs.scaicore.program.expression.SecretText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens the secrets that a program puts into one call, and remembers them to keep them back. */
final class SecretOpening {

  private final CoreConnections connections;
  private final CallingCore core;
  private final Set<String> opened = new HashSet<>();

  SecretOpening(CoreConnections connections, CallingCore core) {
    this.connections = connections;
    this.core = core;
  }

  /** What was opened. */
  Set<String> opened() {
    return opened;
  }

  /** A text that goes out; any other value as JSON. */
  String text(@Nullable Object value) throws CallFailed {
    return switch (value(value)) {
      case String text -> text;
      case null -> "";
      case Object other -> Json.text(other);
    };
  }

  /** A value with its secrets in place. */
  @Nullable Object value(@Nullable Object closed) throws CallFailed {
    return switch (closed) {
      case SecretHandle handle -> secret(handle);
      case SecretText text -> {
        var secrets = new LinkedHashMap<SecretHandle, String>();
        for (var part : text.parts()) {
          if (part instanceof SecretHandle handle && !secrets.containsKey(handle)) {
            secrets.put(handle, secret(handle));
          }
        }
        yield text.open(handle -> secrets.getOrDefault(handle, ""));
      }
      case Map<?, ?> map -> {
        var members = new LinkedHashMap<String, @Nullable Object>();
        for (var member : map.entrySet()) {
          members.put(String.valueOf(member.getKey()), value(member.getValue()));
        }
        yield members;
      }
      case List<?> list -> {
        var elements = new ArrayList<@Nullable Object>();
        for (var element : list) {
          elements.add(value(element));
        }
        yield elements;
      }
      case null, default -> closed;
    };
  }

  private String secret(SecretHandle handle) throws CallFailed {
    var secret =
        connections
            .environmentSecret(core.tenantId(), core.coreId(), handle.name())
            .orElseGet(() -> plain(handle));
    if (secret == null) {
      throw CallFailed.lasting(
          Kind.ERROR,
          "was not called: the secret '"
              + handle.name()
              + "' of the Core's environment is not set");
    }
    opened.add(secret);
    return secret;
  }

  /** What the program takes for a secret, but the environment holds openly. */
  private @Nullable String plain(SecretHandle handle) {
    return switch (Json.object(core.environment()).get(handle.name())) {
      case null -> null;
      case Map<?, ?> _ -> null;
      case String text -> text;
      case Object other -> Json.text(other);
    };
  }
}
