package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.type.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ScaiCore program as it is verified and run. Immutable. Made by {@link ProgramReader}; its
 * fields are the keys of the module table, with what the source leaves out as null or empty.
 *
 * @param queueScope slug of the scope of queues that are named without one; from {@code
 *     scaiqueue.scope}
 */
public record Program(
    String schemaVersion,
    @Nullable String name,
    @Nullable String version,
    @Nullable String description,
    @Nullable Identity identity,
    List<Model> models,
    List<Plugin> plugins,
    @Nullable Instance instance,
    List<Memory> memory,
    List<Reference> reference,
    List<Config> config,
    Constraints constraints,
    Map<String, Type> types,
    List<Flow> flows,
    List<Trigger> triggers,
    @Nullable Avatar avatar,
    List<Skill> skills,
    @Nullable String queueScope) {

  /** Where the skills stand in a source. A start puts them there, over whatever a caller wrote. */
  public static final String SKILLS = "resolved_skills";

  /** The flow of this name. */
  public Optional<Flow> flow(String name) {
    return flows.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /** The model of this role; without a role the first. */
  public Optional<Model> model(@Nullable String role) {
    return models.stream().filter(m -> role == null || m.role().equals(role)).findFirst();
  }

  /** Who the program says it is. */
  public record Identity(
      @Nullable String name,
      @Nullable String persona,
      @Nullable String personality,
      List<String> languages) {}

  /** A model by the role it plays. */
  public record Model(
      String role,
      String provider,
      String model,
      @Nullable Double temperature,
      List<String> modalities,
      @Nullable String systemContext,
      List<Fallback> fallback) {}

  /** What is tried when a model cannot be used. */
  public record Fallback(String provider, String model) {}

  /** A plugin the program calls. */
  public record Plugin(
      String alias,
      @Nullable String endpoint,
      Map<String, @Nullable Object> config,
      List<Method> methods) {}

  /** A method that a plugin declares. */
  public record Method(
      String name,
      @Nullable String description,
      @Nullable Map<String, @Nullable Object> inputSchema) {}

  /** How instances of the Core are kept apart. */
  public record Instance(
      @Nullable String mode,
      @Nullable String entityKey,
      @Nullable String idleTimeout,
      @Nullable Integer maxConcurrent,
      @Nullable Integer maxActiveInstances,
      @Nullable String overflow) {}

  /** A memory cell. */
  public record Memory(String name, @Nullable Type type, @Nullable Object initial) {}

  /** A read-only value. */
  public record Reference(String name, @Nullable Type type, @Nullable Object value) {}

  /** A value that the Core's environment supplies. */
  public record Config(
      String name,
      @Nullable Type type,
      @Nullable Object initial,
      boolean secret,
      boolean runtimeConfigurable) {}

  /** A flow: what a caller invokes. */
  public record Flow(
      String name,
      @Nullable String description,
      List<Param> params,
      @Nullable Type outputType,
      List<Block> body) {}

  /**
   * A parameter of a flow.
   *
   * @param required whether the source gives no default
   */
  public record Param(
      String name, @Nullable Type type, @Nullable Object initial, boolean required) {}

  /** What starts a flow. {@code kind} is {@code api, webhook, schedule} or {@code event}. */
  public record Trigger(
      String kind,
      String name,
      @Nullable String targetFlow,
      @Nullable String method,
      @Nullable String path,
      @Nullable String cron,
      @Nullable String timezone,
      @Nullable String eventType) {}

  /**
   * A skill that was bound when the Core was started.
   *
   * @param preamble precedes the system prompt of every model call
   */
  public record Skill(String slug, String version, String preamble) {}

  /** A picture inside the bundle. */
  public record Avatar(@Nullable String contentType, @Nullable String dataB64) {}
}
