package ai.scailabs.scaicore.core;

import static java.util.Objects.requireNonNullElse;

import ai.scailabs.scaicore.core.skill.SkillBinding;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request turned into a name and a configuration: defaults filled in, secrets taken out, rules
 * checked. Source of defaults and rules: {@code seeds/api-reference.md}, "POST /cores".
 *
 * @param environmentSecrets what was taken out of the environment; null when it was not given
 * @param pluginSecrets likewise of the plugins
 */
record CoreDraft(
    String name,
    CoreConfiguration configuration,
    @Nullable SecretMask environmentSecrets,
    @Nullable SecretMask pluginSecrets) {

  private static final int MAX_NAME = 200;

  /** Shown from columns, never taken from a request. */
  private static final List<String> PUBLICATION_KEYS =
      List.of("published", "published_model_id", "published_backend_id", "published_slug");

  private static final CoreConfiguration DEFAULTS =
      new CoreConfiguration(
          RuntimeMode.EVENT_DRIVEN,
          ConcurrencyMode.STATELESS,
          false,
          null,
          "{}",
          "[]",
          "{}",
          "{}",
          CheckpointMode.AUTO,
          PrivilegeLevel.STANDARD,
          "{}");

  static CoreDraft ofNew(CoreRequest request, Caller caller) {
    return of(request, caller, null, DEFAULTS, null);
  }

  /** What is given replaces what is there. */
  static CoreDraft ofEdit(
      CoreRequest request, Caller caller, Core core, @Nullable JsonNode triggers) {
    return of(request, caller, core.name(), core.configuration(), triggers);
  }

  private static CoreDraft of(
      CoreRequest given,
      Caller caller,
      @Nullable String oldName,
      CoreConfiguration old,
      @Nullable JsonNode triggers) {
    var environmentSecrets = given.environment() == null ? null : new SecretMask();
    var pluginSecrets = given.plugins() == null ? null : new SecretMask();
    var mode = requireNonNullElse(given.concurrencyMode(), old.concurrencyMode());
    var configuration =
        new CoreConfiguration(
            requireNonNullElse(given.runtimeMode(), old.runtimeMode()),
            mode,
            old.concurrencyExplicit() || given.concurrencyMode() != null,
            entityKeyField(given, old, mode),
            open("source", given.source(), old.source()),
            given.plugins() == null || pluginSecrets == null
                ? old.plugins()
                : PluginEntries.masked(given.plugins(), pluginSecrets).toString(),
            given.environment() == null || environmentSecrets == null
                ? old.environment()
                : environment(given.environment(), environmentSecrets, triggers),
            open("resource_limits", given.resourceLimits(), old.resourceLimits()),
            requireNonNullElse(given.checkpointMode(), old.checkpointMode()),
            privilege(given, old, caller),
            metadata(given.metadata(), old.metadata()));
    return new CoreDraft(
        name(given.name(), oldName), configuration, environmentSecrets, pluginSecrets);
  }

  /**
   * Fails where a secret that is to be kept may be another's.
   *
   * @param old what the request changes
   */
  void refuseMixedUpSecrets(CoreConfiguration old, JsonMapper json) {
    if (environmentSecrets != null) {
      MaskedLists.check(
          "environment",
          json.readTree(configuration.environment()),
          json.readTree(old.environment()),
          environmentSecrets.kept());
    }
    if (pluginSecrets != null) {
      var stored = new HashMap<String, JsonNode>();
      json.readTree(old.plugins())
          .forEach(entry -> stored.put(entry.path("alias").asString(""), entry));
      for (var entry : json.readTree(configuration.plugins())) {
        var alias = entry.path("alias").asString("");
        MaskedLists.check(
            "plugins." + alias,
            entry,
            stored.getOrDefault(alias, MissingNode.getInstance()),
            pluginSecrets.kept());
      }
    }
  }

  /**
   * Fails where plugins were given, and too many, or with an endpoint that may not be called.
   *
   * @param old the entries that they replace, JSON text
   */
  void refuseUncallable(String old, Function<String, Optional<String>> problem, JsonMapper json) {
    if (pluginSecrets != null) {
      PluginEntries.requireCallable(
          json.readTree(configuration.plugins()), json.readTree(old), problem);
    }
  }

  private static String name(@Nullable String given, @Nullable String old) {
    if (given == null && old != null) {
      return old;
    }
    var name = given == null ? "" : given.strip();
    if (name.isEmpty()) {
      throw new ValidationFailed("name", "is required: 1 to 200 characters besides spaces");
    }
    if (name.codePointCount(0, name.length()) > MAX_NAME) {
      throw new ValidationFailed("name", "is longer than 200 characters");
    }
    return name;
  }

  private static @Nullable String entityKeyField(
      CoreRequest given, CoreConfiguration old, ConcurrencyMode mode) {
    var field =
        given.entityKeyField() == null ? old.entityKeyField() : given.entityKeyField().strip();
    if (mode == ConcurrencyMode.ENTITY && (field == null || field.isEmpty())) {
      throw new ValidationFailed(
          "entity_key_field",
          "is required when concurrency_mode is entity: the input field that tells instances"
              + " apart");
    }
    return field == null || field.isEmpty() ? null : field;
  }

  private static PrivilegeLevel privilege(CoreRequest given, CoreConfiguration old, Caller caller) {
    var level = given.privilegeLevel();
    if (level == null || level == old.privilegeLevel()) {
      return old.privilegeLevel();
    }
    boolean allowed =
        switch (level) {
          case STANDARD -> true;
          case ELEVATED -> caller.administersTenant();
          case ADMIN -> caller.isPartnerAdmin() || caller.isSuperAdmin();
        };
    if (!allowed) {
      throw new ApiException(
          ErrorCode.AUTHZ_PERMISSION_DENIED,
          "privilege_level "
              + level.word()
              + (level == PrivilegeLevel.ELEVATED
                  ? " needs a tenant admin"
                  : " needs a partner or super admin")
              + "; ask one to set it, or choose a lower level.");
    }
    return level;
  }

  private static String environment(
      ObjectNode given, SecretMask mask, @Nullable JsonNode storedTriggers) {
    var shown = mask.members("environment", TriggerEntries.identified(given));
    if (storedTriggers != null && !shown.has("triggers")) {
      // Their secrets are in the masked shape, which keeps them.
      shown.set("triggers", mask.mask("environment.triggers", storedTriggers));
    }
    return shown.toString();
  }

  private static String metadata(@Nullable ObjectNode given, String old) {
    if (given == null) {
      return old;
    }
    MisplacedSecrets.refuse("metadata", given);
    SkillBinding.of(given);
    return given.deepCopy().remove(PUBLICATION_KEYS).toString();
  }

  /** What is shown as it is. */
  private static String open(String field, @Nullable JsonNode given, String old) {
    MisplacedSecrets.refuse(field, given);
    return given == null ? old : given.toString();
  }
}
