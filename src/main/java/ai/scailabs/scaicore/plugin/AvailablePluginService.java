package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import com.google.re2j.Pattern;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows the registry of plugins, and lets admins change their tenant's part of it. */
@Service
class AvailablePluginService {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final int LONGEST_DESCRIPTION = 2_000;

  private final AvailablePlugins plugins;
  private final EndpointCheck endpoints;
  private final AuditTrail audit;
  private final Clock clock;

  AvailablePluginService(
      AvailablePlugins plugins, EndpointCheck endpoints, AuditTrail audit, Clock clock) {
    this.plugins = plugins;
    this.endpoints = endpoints;
    this.audit = audit;
    this.clock = clock;
  }

  /** A page by name. */
  Page<AvailablePlugin> list(String tenantId, Paging paging) {
    var after = paging.after(1).map(cursor -> cursor.text(0)).orElse("");
    var rows =
        plugins.of(tenantId).stream()
            .filter(one -> one.name().compareTo(after) > 0)
            .limit(paging.limit() + 1L)
            .toList();
    return Page.of(rows, paging.limit(), one -> Cursor.at(one.name()));
  }

  @Transactional
  AvailablePlugin add(
      Caller caller,
      @Nullable String name,
      @Nullable String endpoint,
      @Nullable String description) {
    if (name == null || !NAME.matches(name)) {
      throw new ValidationFailed(
          "name", "must be 1 to 63 characters of a-z, 0-9, _ and -, beginning with a letter");
    }
    if (description != null && description.length() > LONGEST_DESCRIPTION) {
      throw new ValidationFailed(
          "description", "is longer than " + LONGEST_DESCRIPTION + " characters");
    }
    var address = endpoints.ofRegistry(endpoint);
    if (plugins.isConfigured(name)) {
      throw taken(name);
    }
    if (plugins.count(caller.tenantId()) >= AvailablePlugins.MOST) {
      throw new ValidationFailed(
          "name", "is one too many: a tenant has at most " + AvailablePlugins.MOST);
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var plugin = AvailablePlugin.ofTenant(name, address, description, now);
    if (!plugins.add(caller.tenantId(), plugin, caller.userId(), now)) {
      throw taken(name);
    }
    audit.record(caller.tenantId(), "plugin.offer", name);
    return plugin;
  }

  private static ApiException taken(String name) {
    return new ApiException(
        ErrorCode.ALIAS_CONFLICT,
        "There is an available plugin '" + name + "' already; choose another name, or remove it.");
  }

  @Transactional
  void remove(Caller caller, String name) {
    if (NAME.matches(name) && plugins.remove(caller.tenantId(), name)) {
      audit.record(caller.tenantId(), "plugin.withdraw", name);
      return;
    }
    if (plugins.isConfigured(name)) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "This plugin is offered by the configuration (scaicore.plugins.available); only an"
              + " operator can remove it there.");
    }
    throw new ApiException(
        ErrorCode.NOT_FOUND, "Your tenant offers no plugin of that name; GET …/plugins/available.");
  }
}
