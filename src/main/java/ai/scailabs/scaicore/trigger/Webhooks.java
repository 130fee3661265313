package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.CoreTrigger;
import ai.scailabs.scaicore.core.CoreTriggers;
import ai.scailabs.scaicore.core.EnvironmentTriggers;
import ai.scailabs.scaicore.core.Programs;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.web.Ids;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Takes requests to webhooks: whoever signs with a trigger's secret may start its flow. */
@Component
class Webhooks {

  private static final int MOST_HEADERS = 20;

  /** Checked where there is nothing to check, so that this takes as long. */
  private final String decoy = Ids.next("whs_") + Ids.next("");

  private final RunnableCores cores;
  private final Programs programs;
  private final EnvironmentTriggers triggers;
  private final CoreTriggers secrets;
  private final Dispatch dispatch;
  private final JsonMapper json;
  private final Clock clock;

  Webhooks(
      RunnableCores cores,
      Programs programs,
      EnvironmentTriggers triggers,
      CoreTriggers secrets,
      Dispatch dispatch,
      JsonMapper json,
      Clock clock) {
    this.cores = cores;
    this.programs = programs;
    this.triggers = triggers;
    this.secrets = secrets;
    this.dispatch = dispatch;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Takes one.
   *
   * @throws WebhookUnknown where there is none, or it is not signed as it has to be
   */
  Accepted receive(HookRequest request) {
    var core = cores.ofAnyTenant(request.coreId()).orElse(null);
    var candidates =
        core == null
            ? List.<Hook>of()
            : of(core).stream().filter(hook -> hook.path().equals(request.path())).toList();
    boolean checked = false;
    for (var hook : candidates) {
      var secret =
          core == null
              ? Optional.<String>empty()
              : secrets.secret(core.tenantId(), core.id(), hook.secretName());
      if (core == null || secret.isEmpty()) {
        continue;
      }
      checked = true;
      var good = request.signature().check(secret.get(), request.body(), clock.instant());
      if (good.isPresent()) {
        return dispatch.of(incoming(core, hook, request, good.get()));
      }
    }
    if (!checked) {
      var _ = request.signature().check(decoy, request.body(), clock.instant());
    }
    throw new WebhookUnknown();
  }

  private Incoming incoming(
      RunnableCore core, Hook hook, HookRequest request, HookSignature.Good signature) {
    var headers = new LinkedHashMap<String, @Nullable Object>();
    hook.headers()
        .forEach(name -> headers.put(name.toLowerCase(Locale.ROOT), request.header().apply(name)));
    Map<String, @Nullable Object> shown = Map.of("path", "/" + hook.path(), "headers", headers);
    var type = Objects.requireNonNullElse(hook.eventType(), "webhook");
    return new Incoming(
        core,
        core.createdBy(),
        type.startsWith("scaicore.") ? "webhook" : type,
        "webhook",
        request.input(json),
        shown,
        List.of(new Firing(hook.trigger(), hook.flow())),
        new Receipts.Key(
            core.tenantId(),
            core.id(),
            "hook:" + hook.secretName(),
            signature.key(),
            "",
            signature.kept(),
            HookSignature.OWN));
  }

  /** The webhooks of a Core: those that are registered, and those of its program. */
  List<Hook> of(RunnableCore core) {
    var hooks = new ArrayList<Hook>();
    for (var trigger : triggers.of(core.environment())) {
      var path = trigger.path();
      if (trigger.kind() == CoreTrigger.Kind.WEBHOOK && path != null) {
        var id = trigger.id().toString();
        hooks.add(new Hook(id, id, path, trigger.flow(), trigger.eventType(), headers(trigger)));
      }
    }
    var hash = core.programHash();
    if (hash != null) {
      for (var trigger : programs.load(core.tenantId(), hash).triggers()) {
        var flow = trigger.targetFlow();
        var path = Objects.requireNonNullElse(trigger.path(), "/" + trigger.name());
        if (trigger.kind().equals("webhook") && flow != null) {
          hooks.add(
              new Hook(
                  trigger.name(),
                  CoreTriggers.ofProgram(trigger.name()),
                  path.startsWith("/") ? path.substring(1) : path,
                  flow,
                  trigger.eventType(),
                  List.of()));
        }
      }
    }
    return hooks;
  }

  private static List<String> headers(CoreTrigger trigger) {
    var headers = new ArrayList<String>();
    for (var name : trigger.config().path("headers")) {
      var text = name.asString("");
      if (!text.isBlank() && headers.size() < MOST_HEADERS && !isSecret(text)) {
        headers.add(text);
      }
    }
    return headers;
  }

  /** What proves who somebody is does not belong into an execution. */
  private static boolean isSecret(String header) {
    var name = header.toLowerCase(Locale.ROOT);
    return name.equals("authorization")
        || name.equals("proxy-authorization")
        || name.equals("cookie")
        || name.contains("signature");
  }
}
