package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.engine.Memories.Edit;
import ai.scailabs.scaicore.engine.MemoryStore.Cell;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Receiver;
import ai.scailabs.scaicore.program.expression.Values;
import ai.scailabs.scaicore.program.type.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a Core remembers: {@code memory.X}.
 *
 * <ul>
 *   <li>{@code get()} gives the value; {@code get(key, otherwise?)} a member of a map or an item of
 *       a list.
 *   <li>{@code set(value)} replaces it, {@code set(key, value)} a member; both give the new value.
 *   <li>{@code update(map)} merges members into a map, {@code update(key, map)} into a member; any
 *       other value is replaced. A function cannot be stored or sent along, so it takes none: read,
 *       compute and {@code set}, or {@code add} to a number.
 *   <li>{@code delete()} forgets it, {@code delete(key)} a member or item; gives whether there was
 *       one.
 *   <li>{@code add(item)} appends to a list and gives its length; adds to a number, and gives it;
 *       {@code add(key, value)} sets a member.
 *   <li>{@code list()} gives the items; those of a map as {@code {key, value}}.
 *   <li>{@code last()} gives the last item, {@code last(n)} the last n.
 *   <li>{@code search(words, limit? = 10)} gives the items that fit best, best first.
 * </ul>
 *
 * Each call is one atomic effect. Every other method is that of the value itself.
 */
final class MemoryCell implements Receiver {

  private static final Set<String> METHODS =
      Set.of("get", "set", "update", "delete", "add", "list", "search", "last");
  private static final Set<String> READS = Set.of("get", "list", "last");

  private final Program.Memory memory;
  private final MemoryNames names;

  MemoryCell(Program.Memory memory, MemoryNames names) {
    this.memory = memory;
    this.names = names;
  }

  @Override
  public boolean has(String method) {
    return METHODS.contains(method);
  }

  @Override
  public boolean hasMember(String name) {
    return READS.contains(name) || name.equals("delete");
  }

  @Override
  public @Nullable Object member(String name) {
    return call(name, List.of(), Map.of());
  }

  @Override
  public @Nullable Object value() {
    return read("get", List.of());
  }

  @Override
  public @Nullable Object call(
      String method, List<@Nullable Object> args, Map<String, @Nullable Object> named) {
    if (!named.isEmpty()) {
      throw mismatch(method + " takes its arguments by place, not by name");
    }
    return switch (method) {
      case "search" -> search(args);
      case "get", "list", "last" -> read(method, args);
      default ->
          names
              .memories()
              .write(names.place(), memory, method, args, value -> edit(method, args, value));
    };
  }

  private @Nullable Object read(String method, List<@Nullable Object> args) {
    return names
        .memories()
        .read(
            names.place(),
            memory,
            method,
            args,
            value ->
                switch (method) {
                  case "get" -> MemoryValues.get(value, args);
                  case "list" -> MemorySearch.items(value);
                  default -> MemoryValues.last(MemorySearch.items(value), args);
                });
  }

  private @Nullable Object search(List<@Nullable Object> args) {
    if (args.isEmpty() || args.size() > 2 || !(args.getFirst() instanceof String words)) {
      throw mismatch("search needs the words to look for, and may have a limit");
    }
    var limit = args.size() == 2 && args.get(1) instanceof Long n ? n : MemorySearch.LIMIT;
    return names
        .memories()
        .search(names.place(), memory, words, (int) Math.clamp(limit, 0, MemorySearch.MOST));
  }

  private Edit edit(String method, List<@Nullable Object> args, @Nullable Object value) {
    return switch (method) {
      case "set" -> set(args, value);
      case "update" -> update(args, value);
      case "delete" -> delete(args, value);
      default -> add(args, value);
    };
  }

  private Edit set(List<@Nullable Object> args, @Nullable Object value) {
    return switch (args.size()) {
      case 1 -> checked(args.getFirst(), args.getFirst());
      case 2 -> member(args.getFirst(), args.get(1), value);
      default -> throw mismatch("set needs a value, or a key and a value");
    };
  }

  private Edit update(List<@Nullable Object> args, @Nullable Object value) {
    return switch (args.size()) {
      case 1 -> {
        var merged = MemoryValues.merged(value, args.getFirst());
        yield checked(merged, merged);
      }
      case 2 -> {
        var old = MemoryValues.get(value, List.of(MemoryValues.key(args.getFirst())));
        yield member(args.getFirst(), MemoryValues.merged(old, args.get(1)), value);
      }
      default -> throw mismatch("update needs what to merge, or a key and what to merge");
    };
  }

  private Edit delete(List<@Nullable Object> args, @Nullable Object value) {
    if (args.isEmpty()) {
      return new Edit(Cell.EMPTY, value != null);
    }
    var left = MemoryValues.without(value, args.getFirst());
    return Edit.to(left, MemoryValues.size(left) < MemoryValues.size(value));
  }

  private Edit add(List<@Nullable Object> args, @Nullable Object value) {
    if (args.size() == 2) {
      return member(args.getFirst(), args.get(1), value);
    }
    if (args.size() != 1) {
      throw mismatch("add needs one item");
    }
    var item = args.getFirst();
    if (value instanceof Number || (value == null && item instanceof Number && !isList())) {
      var sum = MemoryValues.sum(value, item);
      return checked(sum, sum);
    }
    if (value != null && !(value instanceof List)) {
      throw mismatch("add needs a list or a number, and it is " + Values.kind(value));
    }
    if (names.memories().type(memory.type()) instanceof Type.Array(var element)) {
      names.memories().check(path() + ".add", element, item);
    }
    var items = MemoryValues.appended(value, item);
    return Edit.to(items, (long) items.size());
  }

  private boolean isList() {
    return names.memories().type(memory.type()) instanceof Type.Array;
  }

  /** A member is checked alone: what is around it was checked when it was written. */
  private Edit member(@Nullable Object key, @Nullable Object to, @Nullable Object value) {
    var name = MemoryValues.key(key);
    if (names.memories().type(memory.type()) instanceof Type.MapOf(_, var element)) {
      names.memories().check(path() + "." + name, element, to);
      return Edit.to(MemoryValues.with(value, name, to), to);
    }
    return checked(MemoryValues.with(value, name, to), to);
  }

  private Edit checked(@Nullable Object to, @Nullable Object result) {
    names.memories().check(path(), memory.type(), to);
    return Edit.to(to, result);
  }

  private String path() {
    return "memory." + memory.name();
  }

  private EvaluationFailed mismatch(String message) {
    return new EvaluationFailed(Failure.MISMATCH, path() + "." + message);
  }
}
