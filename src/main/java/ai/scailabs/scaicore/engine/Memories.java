package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.engine.MemoryStore.Cell;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Values;
import ai.scailabs.scaicore.program.type.Type;
import ai.scailabs.scaicore.program.type.TypeCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes what the Core remembers, through the journal. What is recorded is what the
 * program saw: the result of the method, or its failure.
 */
final class Memories {

  private static final int MOST_NAMED = 50;

  private final Effects effects;
  private final Program program;
  private final Prompts prompts;

  Memories(Effects effects, Program program, Prompts prompts) {
    this.effects = effects;
    this.program = program;
    this.prompts = prompts;
  }

  /** What a method makes of a value, and what it answers. */
  record Edit(Cell cell, @Nullable Object result) {

    static Edit to(@Nullable Object value, @Nullable Object result) {
      return new Edit(new Cell(true, value), result);
    }
  }

  Program.@Nullable Memory declared(String name) {
    for (var memory : program.memory()) {
      if (memory.name().equals(name)) {
        return memory;
      }
    }
    return null;
  }

  List<String> names() {
    return program.memory().stream().map(Program.Memory::name).toList();
  }

  /** A method that changes nothing. */
  @Nullable Object read(
      MemoryNames.Place place,
      Program.Memory memory,
      String method,
      List<@Nullable Object> args,
      Function<@Nullable Object, @Nullable Object> look) {
    var step = place.nextStep();
    var hash = hash(memory, method, args);
    var entry = effects.replayed(step, EffectKind.MEMORY_READ, hash);
    if (entry == null) {
      effects.fresh(place.course(), step, EffectKind.MEMORY_READ);
      entry =
          Effects.made(
              step,
              EffectKind.MEMORY_READ,
              hash,
              null,
              () -> Values.plain(look.apply(stored(memory))));
      effects.host().journal().note(entry);
    }
    return Effects.result(entry);
  }

  /** A method that changes the value. */
  @Nullable Object write(
      MemoryNames.Place place,
      Program.Memory memory,
      String method,
      List<@Nullable Object> args,
      Function<@Nullable Object, Edit> edit) {
    var step = place.nextStep();
    var hash = hash(memory, method, args);
    var entry = effects.replayed(step, EffectKind.MEMORY_WRITE, hash);
    if (entry == null) {
      effects.fresh(place.course(), step, EffectKind.MEMORY_WRITE);
      entry =
          changed(memory, new Journal.Entry(step, EffectKind.MEMORY_WRITE, hash, null, null), edit);
    }
    return Effects.result(entry);
  }

  private Journal.Entry changed(
      Program.Memory memory, Journal.Entry blank, Function<@Nullable Object, Edit> edit) {
    try {
      return effects
          .host()
          .memory()
          .change(memory.name(), cell -> change(memory, cell, blank, edit));
    } catch (BlockFailed refused) {
      // Whether it fits depends on what others wrote: a replay has to find it as it was.
      var entry =
          new Journal.Entry(
              blank.step(), blank.kind(), blank.argumentHash(), null, refused.failure());
      effects.host().journal().note(entry);
      return entry;
    }
  }

  private MemoryStore.Change change(
      Program.Memory memory,
      Cell cell,
      Journal.Entry blank,
      Function<@Nullable Object, Edit> edit) {
    var after = new Cell[] {cell};
    var entry =
        Effects.made(
            blank.step(),
            blank.kind(),
            blank.argumentHash(),
            null,
            () -> {
              var made = edit.apply(value(memory, cell));
              var value = Values.normalise(WellFormed.of(Values.plain(made.cell().value())));
              fits(memory, value);
              after[0] = made.cell().written() ? new Cell(true, value) : Cell.EMPTY;
              return Values.plain(made.result());
            });
    return new MemoryStore.Change(entry.failure() == null ? after[0] : cell, entry);
  }

  private static void fits(Program.Memory memory, @Nullable Object value) {
    if (Values.weight(value) > Allowance.MOST_WEIGHT) {
      throw new BlockFailed(
          Failure.TOO_LARGE,
          "memory." + memory.name() + " would be larger than 5 MB; keep less in it");
    }
  }

  /**
   * Items of a declared list, or members of a declared map, whose meaning to a query is nearest.
   */
  @Nullable Object search(MemoryNames.Place place, Program.Memory memory, String words, int limit) {
    var model = prompts.embedding();
    if (model == null) {
      return read(
          place,
          memory,
          "search",
          List.of(words, (long) limit),
          value -> MemorySearch.byWords(MemorySearch.items(value), words, limit));
    }
    var step = place.nextStep();
    var found =
        effects.outside(
            place.course(),
            step,
            EffectKind.MODEL_CALL,
            Arrays.asList(memory.name(), "search", words, (long) limit),
            () -> {
              var items = MemorySearch.items(stored(memory));
              return MemorySearch.byMeaning(
                  effects.host().models(),
                  prompts.candidates(model),
                  items,
                  words,
                  limit,
                  effects.idempotencyKey(step));
            });
    return found instanceof Map<?, ?> map ? map.get("items") : found;
  }

  private @Nullable Object stored(Program.Memory memory) {
    return value(memory, effects.host().memory().read(memory.name()));
  }

  /** The value, or what stands for it before one is written. */
  private @Nullable Object value(Program.Memory memory, Cell cell) {
    if (cell.written()) {
      return Values.normalise(cell.value());
    }
    if (memory.initial() != null) {
      return Values.normalise(memory.initial());
    }
    return switch (type(memory.type())) {
      case Type.Array _ -> List.of();
      case Type.MapOf _ -> Map.of();
      case null, default -> null;
    };
  }

  /** A declared type without the names and the question marks on the way to it. */
  @Nullable Type type(@Nullable Type declared) {
    var type = declared;
    for (int i = 0; i < MOST_NAMED; i++) {
      switch (type) {
        case Type.Named(var name) -> type = program.types().get(name);
        case Type.Maybe(var inner) -> type = inner;
        case null, default -> {
          return type;
        }
      }
    }
    return type;
  }

  /** Refuses a value that does not fit a type. */
  void check(String what, @Nullable Type type, @Nullable Object value) {
    if (type == null) {
      return;
    }
    var problems = TypeCheck.problems(type, program.types(), Values.plain(value));
    if (!problems.isEmpty()) {
      var first = problems.getFirst();
      throw new EvaluationFailed(Failure.MISMATCH, first.under(what) + " " + first.message());
    }
  }

  private static String hash(Program.Memory memory, String method, List<@Nullable Object> args) {
    return Fingerprint.of(Arrays.asList(memory.name(), method, args));
  }
}
