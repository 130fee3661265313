package ai.scailabs.scaicore.program;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges what a reading mentioned against the whole program. */
final class CrossCheck {

  private final Reading reading;
  private final Program program;
  private final VerifyOptions options;
  private final Set<String> flows;
  private final Set<String> roles;
  private final Set<String> aliases;
  private final ExpressionCheck expressions;

  CrossCheck(Reading reading, Program program, VerifyOptions options) {
    this.reading = reading;
    this.program = program;
    this.options = options;
    this.flows = program.flows().stream().map(Program.Flow::name).collect(Collectors.toSet());
    this.roles = program.models().stream().map(Program.Model::role).collect(Collectors.toSet());
    this.aliases = new HashSet<>(options.pluginAliases());
    program.plugins().forEach(plugin -> aliases.add(plugin.alias()));
    this.expressions = new ExpressionCheck(reading, program);
  }

  void run() {
    for (var mention : reading.mentions()) {
      switch (mention.what()) {
        case Mention.OfFlow(var name) -> known(mention, "flow", name, flows);
        case Mention.OfRole(var name) -> known(mention, "role", name, roles);
        case Mention.OfAlias(var alias) -> known(mention, "plugin", alias, aliases);
        case Mention.OfType(var name) -> known(mention, "type", name, program.types().keySet());
        case Mention.OfFlows() -> checkFlows(mention);
        case Mention.OfInstance() -> checkEntityKey(mention);
        case Mention.OfExpression use -> expressions.check(mention, use);
      }
    }
  }

  private void known(Mention mention, String what, String name, Set<String> names) {
    if (!names.contains(name)) {
      report(
          mention,
          "E200 there is no %s %s; %s"
              .formatted(
                  what, Shown.text(name), names.isEmpty() ? "none is declared" : listed(names)));
    }
  }

  private static String listed(Set<String> names) {
    return names.stream()
        .sorted()
        .limit(10)
        .map(Shown::text)
        .collect(Collectors.joining(", ", "declared: ", names.size() > 10 ? ", …" : ""));
  }

  private void checkFlows(Mention mention) {
    if (program.flows().isEmpty()) {
      report(mention, "E410 the program has no flow");
    }
  }

  private void checkEntityKey(Mention mention) {
    var instance = program.instance();
    var mode =
        options.concurrencyMode() != null
            ? options.concurrencyMode()
            : instance == null ? null : instance.mode();
    if (!Objects.equals(mode, "entity")) {
      return;
    }
    var key =
        options.entityKeyField() != null
            ? options.entityKeyField()
            : instance == null ? null : instance.entityKey();
    var params =
        program.flows().stream()
            .flatMap(flow -> flow.params().stream().map(Program.Param::name))
            .collect(Collectors.toSet());
    if (!params.isEmpty() && (key == null || !params.contains(key))) {
      report(
          mention,
          key == null
              ? "E402 entity mode needs an entity_key"
              : "E402 the entity key %s is a parameter of no flow".formatted(Shown.text(key)));
    }
  }

  private void report(Mention mention, String message) {
    reading.report(mention.order(), mention.path(), message);
  }
}
