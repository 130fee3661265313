package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.ProgramReader;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes the triggers that are registered with Cores, and keeps their secrets. */
@Component
public class CoreTriggers implements CoreRuns {

  private static final TypeReference<Map<String, Object>> SOURCE = new TypeReference<>() {};
  private static final String LIST = "triggers";

  private final CoreService cores;
  private final CoreSecrets secrets;
  private final JsonMapper json;
  private final Clock clock;

  CoreTriggers(CoreService cores, CoreSecrets secrets, JsonMapper json, Clock clock) {
    this.cores = cores;
    this.secrets = secrets;
    this.json = json;
    this.clock = clock;
  }

  /**
   * What a trigger is to be.
   *
   * @param config null: of an event, with nothing more to say
   */
  public record Wanted(
      @Nullable String eventType, @Nullable String flow, @Nullable ObjectNode config) {}

  /** A Core that was changed, and the trigger that it was changed in. */
  public record Changed(Core core, CoreTrigger trigger) {}

  /**
   * Adds one at the end of the list, in the transaction that is open.
   *
   * @throws ValidationFailed where it is no good trigger, or not one for this Core
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Changed add(String tenantId, String coreId, UUID id, Wanted wanted) {
    MisplacedSecrets.refuse("config", wanted.config());
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var entry = entry(id, wanted, now);
    TriggerEntries.refuse(TriggerRules.problems("", entry));
    var trigger = TriggerEntries.read(entry).orElseThrow();
    var changed =
        cores.change(
            tenantId,
            coreId,
            core -> {
              var environment = (ObjectNode) json.readTree(core.configuration().environment());
              requireRoom(core, trigger, environment);
              list(environment).add(entry);
              core.edit(core.name(), with(core, environment), now);
            });
    return new Changed(changed, trigger);
  }

  /** Removes one and its secret, in the transaction that is open; empty where there is none. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<Changed> remove(String tenantId, String coreId, UUID id) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var removed = new ArrayList<CoreTrigger>(1);
    var changed =
        cores.change(
            tenantId,
            coreId,
            core -> {
              var environment = (ObjectNode) json.readTree(core.configuration().environment());
              if (!(environment.get(LIST) instanceof ArrayNode list)) {
                return;
              }
              for (int i = 0; i < list.size() && removed.isEmpty(); i++) {
                var found = TriggerEntries.read(list.get(i)).filter(t -> t.id().equals(id));
                if (found.isPresent()) {
                  removed.add(found.get());
                  list.remove(i);
                  secrets.removeElement(tenantId, coreId, "environment." + LIST, i);
                  secrets.keepTriggers(tenantId, coreId, TriggerEntries.ids(list));
                  core.edit(core.name(), with(core, environment), now);
                }
              }
            });
    return removed.stream().findFirst().map(trigger -> new Changed(changed, trigger));
  }

  /**
   * Seals the secret of a trigger, in the place of the one before.
   *
   * @param name the id of a registered one; of a program's see {@link #ofProgram}
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void seal(String tenantId, String coreId, String name, String secret) {
    secrets.putOne(tenantId, coreId, CoreSecrets.ofTrigger(name), secret);
  }

  /** The secret of a webhook that the program does not have any more is not that of a later one. */
  @Override
  public void running(Core core, Program program) {
    var webhooks =
        program.triggers().stream()
            .filter(trigger -> trigger.kind().equals("webhook"))
            .map(trigger -> ofProgram(trigger.name()))
            .collect(Collectors.toSet());
    secrets.keepProgramTriggers(core.tenantId(), core.id(), webhooks);
  }

  @Override
  public void halted(Core core) {
    // They are as good when it runs again.
  }

  /** Under what name the secret of a trigger of the program is kept; no id is like it. */
  public static String ofProgram(String name) {
    return "program." + name;
  }

  /** The secret of a trigger, opened; empty where it has none. */
  public Optional<String> secret(String tenantId, String coreId, String name) {
    var key = CoreSecrets.ofTrigger(name);
    return Optional.ofNullable(secrets.open(tenantId, coreId, Set.of(key)).get(key));
  }

  private static CoreConfiguration with(Core core, ObjectNode environment) {
    return core.configuration().withEnvironment(environment.toString());
  }

  private static ArrayNode list(ObjectNode environment) {
    if (environment.get(LIST) instanceof ArrayNode list) {
      return list;
    }
    if (environment.hasNonNull(LIST)) {
      throw new ValidationFailed(
          "environment.triggers",
          "of this Core is no list; change it with PUT before triggers are registered");
    }
    return environment.putArray(LIST);
  }

  private static ObjectNode entry(UUID id, Wanted wanted, Instant now) {
    var entry = JsonNodeFactory.instance.objectNode().put("id", id.toString());
    entry.put("event_type", wanted.eventType());
    entry.put("flow", wanted.flow());
    entry.set(
        "config",
        wanted.config() == null ? JsonNodeFactory.instance.objectNode() : wanted.config());
    return entry.put("created_at", now.toString());
  }

  private void requireRoom(Core core, CoreTrigger trigger, ObjectNode environment) {
    var mode = core.configuration().runtimeMode();
    if (!mode.takesEvents()) {
      throw new ValidationFailed(
          "runtime_mode",
          "of this Core is "
              + mode.word()
              + "; triggers need event_driven or api: change it with PUT first");
    }
    var others = TriggerEntries.all(environment.path(LIST));
    if (others.size() >= TriggerEntries.MOST) {
      throw new ValidationFailed(
          "triggers",
          "of this Core are %d, as many as may be; delete some first"
              .formatted(TriggerEntries.MOST));
    }
    var path = trigger.path();
    if (path != null && others.stream().anyMatch(other -> path.equals(other.path()))) {
      throw new ValidationFailed("config.path", TriggerEntries.PATH_TAKEN);
    }
    requireFlow(core, trigger.flow());
  }

  /** A Core may be given its triggers before its program. */
  private void requireFlow(Core core, String flow) {
    var flows =
        ProgramReader.read(json.readValue(core.configuration().source(), SOURCE))
            .program()
            .flows()
            .stream()
            .map(Program.Flow::name)
            .toList();
    if (!flows.isEmpty() && !flows.contains(flow)) {
      var problem =
          "is none of this Core's program; it has "
              + String.join(", ", flows.subList(0, Math.min(20, flows.size())));
      throw new ValidationFailed("flow " + problem, List.of(new Detail("flow", problem)));
    }
  }
}
