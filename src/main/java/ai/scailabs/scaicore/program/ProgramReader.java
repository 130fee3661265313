package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.type.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source map into a program. Tolerant: unknown keys are ignored, a list of named things may
 * be a map from name to thing. Whatever the source holds, reading ends; what has the wrong shape is
 * left out and reported.
 *
 * <p>Reported here: wrong shapes, E201, E300, E301, E406, E407, E409, E411, E413, and model calls
 * written as statements (E405). What needs the whole program is {@link Verifier}'s.
 */
public final class ProgramReader {

  /** What a source without {@code schema_version} is taken for. */
  public static final String DEFAULT_SCHEMA_VERSION = "0.1";

  private static final Pattern SUPPORTED = Pattern.compile("0(\\.\\d{1,4}){0,2}");

  private ProgramReader() {}

  /** Reads a program. Never fails. */
  public static ReadResult read(Map<String, ?> source) {
    var reading = new Reading();
    var program = read(reading, source);
    return new ReadResult(program, reading.findings());
  }

  static Program read(Reading reading, Map<String, ?> source) {
    var module = new SourceNode(reading, "", source);
    return new Program(
        schemaVersion(module),
        module.text("name"),
        module.version("version"),
        module.text("description"),
        ModuleSections.identity(module.node("identity")),
        ModuleSections.models(module),
        ModuleSections.plugins(module),
        instance(module),
        ModuleSections.memory(module),
        ModuleSections.reference(module),
        ModuleSections.config(module),
        ModuleSections.constraints(module),
        types(module),
        flows(module),
        TriggerReader.read(module),
        ModuleSections.avatar(module.node("avatar")),
        ModuleSections.skills(module),
        ModuleSections.queueScope(module));
  }

  private static String schemaVersion(SourceNode module) {
    var version = module.version("schema_version");
    if (version == null) {
      return DEFAULT_SCHEMA_VERSION;
    }
    if (!SUPPORTED.matcher(version).matches()) {
      module.report(
          "schema_version",
          "schema version %s cannot be run here; 0.1 and 0.2 can".formatted(Shown.text(version)));
    }
    return version;
  }

  private static Program.@Nullable Instance instance(SourceNode module) {
    module.reading().mention("instance.entity_key", new Mention.OfInstance());
    return ModuleSections.instance(module.node("instance"));
  }

  private static Map<String, Type> types(SourceNode module) {
    var types = new LinkedHashMap<String, Type>();
    switch (module.raw("types")) {
      case null -> {}
      case Map<?, ?> map ->
          map.forEach((name, type) -> type(module, types, String.valueOf(name), type));
      default ->
          new NamedThings("name", "type")
              .of(module, "types")
              .forEach(node -> type(module, types, node.required("name"), node.raw("type")));
    }
    return Collections.unmodifiableMap(types);
  }

  private static void type(
      SourceNode module, Map<String, Type> types, String name, @Nullable Object source) {
    var type = Type.of(source);
    module.reading().mention("types" + Shown.segment(name), type);
    types.putIfAbsent(name, type);
  }

  private static List<Program.Flow> flows(SourceNode module) {
    module.reading().mention("flows", new Mention.OfFlows());
    return new NamedThings("name", "body")
        .byName(module, "flows").stream().map(ProgramReader::flow).toList();
  }

  private static Program.Flow flow(SourceNode node) {
    var around = Surroundings.ofFlow();
    var name = node.required("name");
    var params =
        new NamedThings("name", "type")
            .of(node, "params").stream().map(param -> param(param, around)).toList();
    return new Program.Flow(
        name,
        node.text("description"),
        params,
        node.type("output_type"),
        BlockReader.body(node, "body", around));
  }

  private static Program.Param param(SourceNode node, Surroundings around) {
    var name = node.required("name");
    around.declared().add(name);
    return new Program.Param(
        name, node.type("type"), node.literal("default"), !node.mentions("default"));
  }
}
