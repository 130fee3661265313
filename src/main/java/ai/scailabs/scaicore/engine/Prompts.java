package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Constraints;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.Prompting;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.expression.Scope;
import ai.scailabs.scaicore.program.expression.Values;
import ai.scailabs.scaicore.program.type.JsonSchemas;
import ai.scailabs.scaicore.program.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Puts a block's goal, and what surrounds it, into words for a model. */
final class Prompts {

  private final Program program;
  private final Map<Type, AnswerShape> shapes = new ConcurrentHashMap<>();

  Prompts(Program program) {
    this.program = program;
  }

  /** The skills that the program was bound to, as people are told of them. */
  List<Map<String, @Nullable Object>> skills() {
    return program.skills().stream().map(Prompts::shown).toList();
  }

  private static Map<String, @Nullable Object> shown(Program.Skill skill) {
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("slug", skill.slug());
    shown.put("version", skill.version());
    return shown;
  }

  /** The model of a role; without one, the program's first. */
  Program.@Nullable Model model(@Nullable String role) {
    return program.model(role).orElse(null);
  }

  /** The first model that makes embeddings. */
  Program.@Nullable Model embedding() {
    return program.models().stream()
        .filter(model -> model.modalities().contains("embedding"))
        .findFirst()
        .orElse(null);
  }

  /** The model of a role; without one, the first of the modality, else the program's first. */
  Program.@Nullable Model model(@Nullable String role, String modality) {
    if (role != null) {
      return model(role);
    }
    return program.models().stream()
        .filter(model -> model.modalities().contains(modality))
        .findFirst()
        .orElse(model(null));
  }

  /** The model and its fallbacks. */
  List<ModelProvider.Candidate> candidates(Program.@Nullable Model model) {
    if (model == null) {
      throw new BlockFailed(Failure.MODEL, "the program declares no model; add one to its models");
    }
    var candidates = new ArrayList<ModelProvider.Candidate>();
    candidates.add(new ModelProvider.Candidate(model.provider(), model.model()));
    model
        .fallback()
        .forEach(f -> candidates.add(new ModelProvider.Candidate(f.provider(), f.model())));
    return candidates;
  }

  /** The form of a block's answer; null when it is free text. */
  @Nullable AnswerShape shape(@Nullable Type type) {
    if (type == null) {
      return null;
    }
    return shapes.computeIfAbsent(type, t -> new AnswerShape(JsonSchemas.of(t, program.types())));
  }

  /** The values that a block binds for its prompt. */
  Map<String, @Nullable Object> bindings(Prompting prompting, Variables variables) {
    var bindings = new LinkedHashMap<String, @Nullable Object>();
    add(bindings, prompting.inputBindings(), variables);
    add(bindings, prompting.contextBindings(), variables);
    return bindings;
  }

  static void add(
      Map<String, @Nullable Object> bindings, @Nullable Expression given, Variables variables) {
    if (given == null) {
      return;
    }
    switch (given.evaluate(variables)) {
      case null -> {}
      case Map<?, ?> map -> map.forEach((k, v) -> bindings.put(String.valueOf(k), Values.plain(v)));
      case Object value -> bindings.put("input", Values.plain(value));
    }
  }

  /** Skills, identity, guidance, rules and the shape of the answer. */
  String system(
      Prompting prompting,
      Program.@Nullable Model model,
      Scope scope,
      @Nullable Map<String, @Nullable Object> schema) {
    var parts = new ArrayList<String>();
    program.skills().forEach(skill -> parts.add(skill.preamble()));
    var identity = program.identity();
    if (prompting.identityRef() && identity != null) {
      add(parts, "You are ", identity.name(), ".");
      add(parts, "", identity.persona(), "");
      add(parts, "Personality: ", identity.personality(), "");
      if (!identity.languages().isEmpty()) {
        parts.add("Languages: " + String.join(", ", identity.languages()));
      }
    }
    if (model != null) {
      add(parts, "", model.systemContext(), "");
    }
    if (prompting.guidance() != null) {
      add(parts, "", Values.text(prompting.guidance().evaluate(scope)), "");
    }
    if (prompting.constraints().inherit()) {
      rules(parts, program.constraints());
    }
    rules(parts, prompting.constraints());
    if (schema != null) {
      parts.add("Answer with JSON only, by this schema: " + Json.text(schema));
    }
    return String.join("\n\n", parts);
  }

  /** The examples as turns and, last, the goal with its bindings. */
  List<ModelProvider.Turn> turns(
      Prompting prompting, Scope scope, Map<String, @Nullable Object> bindings) {
    var turns = new ArrayList<ModelProvider.Turn>();
    for (var example : prompting.examples()) {
      turns.add(new ModelProvider.Turn("user", Values.text(example.input())));
      turns.add(new ModelProvider.Turn("assistant", Values.text(example.output())));
    }
    var goal = Values.text(prompting.goal().evaluate(scope));
    turns.add(
        new ModelProvider.Turn(
            "user", bindings.isEmpty() ? goal : goal + "\n\n" + Json.text(bindings)));
    return turns;
  }

  private static void rules(List<String> parts, Constraints rules) {
    rule(parts, "Never:", rules.never());
    rule(parts, "Always:", rules.always());
    rule(parts, "Prefer:", rules.prefer());
  }

  private static void rule(List<String> parts, String word, List<String> rules) {
    if (!rules.isEmpty()) {
      parts.add(word + "\n- " + String.join("\n- ", rules));
    }
  }

  private static void add(List<String> parts, String before, @Nullable String text, String after) {
    if (text != null && !text.isBlank()) {
      parts.add(before + text + after);
    }
  }
}
