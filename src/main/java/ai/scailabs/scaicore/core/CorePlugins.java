package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The plugin entries of Cores, one by one. Source: {@code seeds/api-reference.md}, "Plugins". Each
 * method fails with {@code CORE_NOT_FOUND} where the tenant has no such Core.
 */
@Component
public class CorePlugins {

  private static final int MOST_CHARACTERS = 2_000_000;

  private final CoreService cores;
  private final CoreSecrets secrets;
  private final AuditTrail audit;
  private final JsonMapper json;
  private final Clock clock;

  CorePlugins(
      CoreService cores, CoreSecrets secrets, AuditTrail audit, JsonMapper json, Clock clock) {
    this.cores = cores;
    this.secrets = secrets;
    this.audit = audit;
    this.json = json;
    this.clock = clock;
  }

  /** The entries in their order, objects with {@code alias}; secrets are masked. */
  public List<JsonNode> list(String tenantId, String coreId) {
    var entries = new ArrayList<JsonNode>();
    entries(cores.get(tenantId, coreId)).forEach(entries::add);
    return entries;
  }

  /** The entry of an alias. */
  public JsonNode get(String tenantId, String coreId, String alias) {
    return entries(cores.get(tenantId, coreId))
        .valueStream()
        .filter(entry -> isOf(entry, alias))
        .findFirst()
        .orElseThrow(() -> noSuchEntry(alias));
  }

  /**
   * Adds an entry and answers it as it is shown.
   *
   * @throws ApiException {@code ALIAS_CONFLICT} where the alias is taken
   */
  @Transactional
  public JsonNode install(String tenantId, String coreId, ObjectNode entry) {
    var alias = entry.path("alias").asString("");
    return changed(
        tenantId,
        coreId,
        alias,
        "plugin.install",
        entries -> {
          if (entries.valueStream().anyMatch(other -> isOf(other, alias))) {
            throw new ApiException(
                ErrorCode.ALIAS_CONFLICT,
                "The Core has a plugin '"
                    + alias
                    + "' already; change that one with PUT, or"
                    + " choose another alias.");
          }
          if (entries.size() >= PluginEntries.MOST) {
            throw new ValidationFailed(
                "alias",
                "is one too many: a Core has at most " + PluginEntries.MOST + " plugin entries");
          }
          return entries.add(entry);
        });
  }

  /**
   * Replaces members of an entry.
   *
   * @param endpoint null: stays
   * @param config null: stays; a secret in its masked shape keeps its value
   */
  @Transactional
  public JsonNode replace(
      String tenantId,
      String coreId,
      String alias,
      @Nullable String endpoint,
      @Nullable ObjectNode config) {
    return changed(
        tenantId,
        coreId,
        alias,
        "plugin.update",
        entries -> {
          var entry = (ObjectNode) entries.get(indexOf(entries, alias));
          if (endpoint != null) {
            entry.put("endpoint", endpoint);
          }
          if (config != null) {
            entry.set("config", config);
          }
          return entries;
        });
  }

  /** Removes an entry with its secrets. */
  @Transactional
  public void remove(String tenantId, String coreId, String alias) {
    changed(
        tenantId,
        coreId,
        alias,
        "plugin.remove",
        entries -> {
          entries.remove(indexOf(entries, alias));
          return entries;
        });
  }

  private JsonNode changed(
      String tenantId,
      String coreId,
      String alias,
      String action,
      UnaryOperator<ArrayNode> change) {
    var shown = new ArrayNode[1];
    cores.change(
        tenantId,
        coreId,
        core -> {
          var before = entries(core);
          var mask = new SecretMask();
          var after = PluginEntries.masked(change.apply(before.deepCopy()), mask);
          MaskedLists.check(
              "plugins." + alias, entry(after, alias), entry(before, alias), mask.kept());
          var text = after.toString();
          if (text.length() > MOST_CHARACTERS) {
            throw new ValidationFailed(
                "config", "is too large: the entries of a Core come to 2 MB at most");
          }
          core.edit(
              core.name(),
              core.configuration().withPlugins(text),
              clock.instant().truncatedTo(ChronoUnit.MICROS));
          secrets.replace(tenantId, coreId, "plugins", mask);
          audit.record(tenantId, action, coreId + "/" + alias);
          shown[0] = after;
        });
    return entry(shown[0], alias);
  }

  private ArrayNode entries(Core core) {
    return (ArrayNode) json.readTree(core.configuration().plugins());
  }

  private static JsonNode entry(ArrayNode entries, String alias) {
    return entries
        .valueStream()
        .filter(entry -> isOf(entry, alias))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static int indexOf(ArrayNode entries, String alias) {
    for (int i = 0; i < entries.size(); i++) {
      if (isOf(entries.get(i), alias)) {
        return i;
      }
    }
    throw noSuchEntry(alias);
  }

  private static boolean isOf(JsonNode entry, String alias) {
    return entry.path("alias").asString("").equals(alias);
  }

  private static ApiException noSuchEntry(String alias) {
    return new ApiException(
        ErrorCode.NOT_FOUND,
        "The Core has no plugin '" + alias + "'; GET …/plugins lists those that it has.");
  }
}
