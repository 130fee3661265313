package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaicore/cores/{core_id}")
@Tag(
    name = "Lifecycle",
    description = "Transitions of a Core. Each answers with the Core in its final state.")
class LifecycleController {

  private final Lifecycle lifecycle;
  private final CoreService cores;
  private final CoreViews views;
  private final Programs programs;
  private final EngineRegistry engines;
  private final ExecutionCounts counts;
  private final ReplicaId replica;

  LifecycleController(
      Lifecycle lifecycle,
      CoreService cores,
      CoreViews views,
      Programs programs,
      EngineRegistry engines,
      ExecutionCounts counts,
      ReplicaId replica) {
    this.engines = engines;
    this.counts = counts;
    this.replica = replica;
    this.programs = programs;
    this.lifecycle = lifecycle;
    this.cores = cores;
    this.views = views;
  }

  @PostMapping("/start")
  @Requires(SCAICORE_MANAGE)
  @Audited("core.start")
  @Raises({
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.INVALID_CORE_TRANSITION,
    ErrorCode.INVALID_SOURCE_IR,
    ErrorCode.SKILL_NOT_FOUND,
    ErrorCode.DELEGATION_NOT_ACTIVE,
    ErrorCode.DELEGATED_USER_NOT_FOUND,
    ErrorCode.DELEGATION_EXPIRED
  })
  @Operation(
      summary = "Start",
      description =
          "Verifies the program, opens the secrets, resolves identity and skills, then runs. From"
              + " `created`, `configuring`, `stopped`, `error`. When it fails the Core is in"
              + " `error`, with `status_reason` saying why.")
  Envelope<CoreView> start(@PathVariable("core_id") String coreId, Caller caller) {
    return Envelope.of(views.of(lifecycle.start(caller.tenantId(), coreId)));
  }

  @PostMapping("/stop")
  @Requires(SCAICORE_MANAGE)
  @Audited("core.stop")
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.INVALID_CORE_TRANSITION})
  @Operation(
      summary = "Stop",
      description =
          "From `running`. Executions stop before their next block; a call in flight finishes and"
              + " is recorded. `start` carries them on.")
  Envelope<CoreView> stop(@PathVariable("core_id") String coreId, Caller caller) {
    return Envelope.of(views.of(lifecycle.stop(caller.tenantId(), coreId)));
  }

  @PostMapping("/restart")
  @Requires(SCAICORE_MANAGE)
  @Audited("core.restart")
  @Raises({
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.INVALID_CORE_TRANSITION,
    ErrorCode.INVALID_SOURCE_IR,
    ErrorCode.SKILL_NOT_FOUND,
    ErrorCode.DELEGATION_NOT_ACTIVE,
    ErrorCode.DELEGATED_USER_NOT_FOUND,
    ErrorCode.DELEGATION_EXPIRED
  })
  @Operation(
      summary = "Restart",
      description =
          "Stops the Core if it runs, then starts it; from any status. Waits at most 10 s for a"
              + " transition under way.")
  Envelope<CoreView> restart(@PathVariable("core_id") String coreId, Caller caller) {
    return Envelope.of(views.of(lifecycle.restart(caller.tenantId(), coreId)));
  }

  @PostMapping("/pause")
  @Requires(SCAICORE_MANAGE)
  @Audited("core.pause")
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.INVALID_CORE_TRANSITION})
  @Operation(
      summary = "Pause",
      description = "From `running`. Executions stop before their next block, until `resume`.")
  Envelope<CoreView> pause(@PathVariable("core_id") String coreId, Caller caller) {
    return Envelope.of(views.of(lifecycle.pause(caller.tenantId(), coreId)));
  }

  @PostMapping("/resume")
  @Requires(SCAICORE_MANAGE)
  @Audited("core.resume")
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.INVALID_CORE_TRANSITION})
  @Operation(
      summary = "Resume",
      description = "From `paused` or `suspended`, back to `running`. Held executions carry on.")
  Envelope<CoreView> resume(@PathVariable("core_id") String coreId, Caller caller) {
    return Envelope.of(views.of(lifecycle.resume(caller.tenantId(), coreId)));
  }

  @GetMapping("/state")
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.CORE_NOT_FOUND)
  @Operation(
      summary = "State",
      description =
          "The persisted runtime descriptors of a Core; then `engine`: which replica answers, and"
              + " whether it has the engine loaded, and since when, the hash of the program that"
              + " the last good start made, and how many executions are in which status. Those that"
              + " have ended are counted among the newest 10,000.")
  Envelope<State> state(@PathVariable("core_id") String coreId, Caller caller) {
    var core = cores.get(caller.tenantId(), coreId);
    return Envelope.of(
        new State(
            core.id(),
            core.status(),
            core.configuration().runtimeMode(),
            core.configuration().concurrencyMode(),
            engine(core),
            skills(core)));
  }

  private EngineState engine(Core core) {
    var hash = core.programHash();
    var since = hash == null ? null : engines.since(core.id(), hash).orElse(null);
    return new EngineState(
        replica.replica(), since != null, since, hash, counts.byStatus(core.tenantId(), core.id()));
  }

  private List<BoundSkill> skills(Core core) {
    var hash = core.programHash();
    return hash == null
        ? List.of()
        : programs.load(core.tenantId(), hash).skills().stream()
            .map(skill -> new BoundSkill(skill.slug(), skill.version()))
            .toList();
  }

  /** The runtime descriptors. Source: {@code seeds/api-reference.md}, "Debug". */
  record State(
      String coreId,
      CoreStatus status,
      RuntimeMode runtimeMode,
      ConcurrencyMode concurrencyMode,
      EngineState engine,
      @Schema(description = "The skills that the last good start bound.")
          List<BoundSkill> resolvedSkills) {}

  /** The engine of a Core, as the replica that answers knows it. */
  record EngineState(
      @Schema(description = "Which replica answers.", example = "rep_06a1q8b3v5e3s9k4t7m2n8p6rw")
          String replica,
      @Schema(description = "Whether it is loaded on the replica that answers.") boolean registered,
      @Nullable Instant registeredSince,
      @Schema(description = "Null before the first good start.") @Nullable String programHash,
      @Schema(
              description = "How many executions are in each status that any is in.",
              example = "{\"running\": 1, \"completed\": 42}")
          Map<String, Long> executions) {}

  /** A skill in the version that was found. */
  record BoundSkill(String slug, String version) {}
}
