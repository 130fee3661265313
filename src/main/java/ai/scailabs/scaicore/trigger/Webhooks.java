package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.CoreTrigger;
import ai.scailabs.scaicore.core.CoreTriggers;
import ai.scailabs.scaicore.core.EnvironmentTriggers;
import ai.scailabs.scaicore.core.Programs;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.limits.TenantRequests;
import ai.scailabs.scaicore.web.Ids;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
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
  private static final int MOST_KNOWN_CHARACTERS = 20_000_000;
  private static final int EACH = 200;
  private static final Duration UNUSED = Duration.ofHours(1);

  /** Checked where there is nothing to check, so that this takes about as long. */
  private final String decoy = Ids.next("whs_") + Ids.next("");

  /** Of each Core, by its id. */
  private final Cache<String, Known> known =
      Caffeine.newBuilder()
          .maximumWeight(MOST_KNOWN_CHARACTERS)
          .weigher((String core, Known hooks) -> hooks.weight())
          .expireAfterAccess(UNUSED)
          .build();

  private final RunnableCores cores;
  private final Programs programs;
  private final EnvironmentTriggers triggers;
  private final CoreTriggers secrets;
  private final Dispatch dispatch;
  private final TenantRequests requests;
  private final JsonMapper json;
  private final Clock clock;

  Webhooks(
      RunnableCores cores,
      Programs programs,
      EnvironmentTriggers triggers,
      CoreTriggers secrets,
      Dispatch dispatch,
      TenantRequests requests,
      JsonMapper json,
      Clock clock) {
    this.cores = cores;
    this.programs = programs;
    this.triggers = triggers;
    this.secrets = secrets;
    this.dispatch = dispatch;
    this.requests = requests;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Takes one.
   *
   * @throws WebhookUnknown where there is none, or it is not signed as it has to be
   */
  Accepted receive(HookRequest request) {
    var stamp = cores.stamp(request.coreId());
    boolean checked = false;
    for (var hook : stamp.map(this::known).orElse(List.of())) {
      var secret =
          hook.path().equals(request.path())
              ? stamp.flatMap(s -> secrets.secret(s.tenantId(), s.id(), hook.secretName()))
              : Optional.<String>empty();
      if (secret.isEmpty()) {
        continue;
      }
      checked = true;
      var good = request.signature().check(secret.get(), request.body(), clock.instant());
      if (good.isPresent()) {
        var core = cores.ofAnyTenant(request.coreId()).orElseThrow(WebhookUnknown::new);
        requests.count(core.tenantId());
        return dispatch.of(incoming(core, hook, request, good.get()));
      }
    }
    if (!checked) {
      var _ = request.signature().check(decoy, request.body(), clock.instant());
    }
    throw new WebhookUnknown();
  }

  /** Whoever knows the id of a Core may ask often; its environment and program may be large. */
  private List<Hook> known(RunnableCores.Stamp stamp) {
    var found = known.getIfPresent(stamp.id());
    return found != null && found.isOf(stamp)
        ? found.hooks()
        : known.asMap().compute(stamp.id(), (id, before) -> known(stamp, before)).hooks();
  }

  private Known known(RunnableCores.Stamp stamp, @Nullable Known before) {
    return before != null && before.isOf(stamp)
        ? before
        : new Known(stamp, cores.ofAnyTenant(stamp.id()).map(this::of).orElse(List.of()));
  }

  /** The webhooks of a Core as it was at one moment. */
  private record Known(RunnableCores.Stamp stamp, List<Hook> hooks) {

    boolean isOf(RunnableCores.Stamp other) {
      return stamp.equals(other);
    }

    int weight() {
      return EACH + hooks.stream().mapToInt(hook -> EACH + hook.weight()).sum();
    }
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
