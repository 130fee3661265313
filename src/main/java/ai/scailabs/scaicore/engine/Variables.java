package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Scope;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a flow over its fixed names ({@code input}, {@code config}, …). Values are never
 * changed in place, so that a copy of the variables is a copy of the state.
 */
final class Variables implements Scope {

  private final Map<String, @Nullable Object> fixed;
  private final Map<String, @Nullable Object> own;
  private final @Nullable MemoryNames memory;
  private final Allowance allowance;
  private final Map<String, Long> weights = new HashMap<>();

  /**
   * @param memory what {@code memory} is; null in a program that declares none
   */
  Variables(
      Map<String, @Nullable Object> fixed,
      Map<String, @Nullable Object> own,
      @Nullable Memories memory,
      Allowance allowance) {
    this.fixed = fixed;
    this.own = new HashMap<>();
    this.memory = memory == null ? null : new MemoryNames(memory);
    this.allowance = allowance;
    own.forEach(this::set);
  }

  private Variables(Variables like) {
    this.fixed = like.fixed;
    this.own = new HashMap<>(like.own);
    this.memory = like.memory == null ? null : new MemoryNames(like.memory.memories());
    this.allowance = like.allowance;
  }

  /** The same state, apart. What is set in it counts until it is released. */
  Variables copy() {
    return new Variables(this);
  }

  /** Ends the use of a copy. */
  void release() {
    allowance.hold(-weights.values().stream().mapToLong(Long::longValue).sum());
    weights.clear();
  }

  /** The variables of the flow itself. */
  Map<String, @Nullable Object> own() {
    return Collections.unmodifiableMap(own);
  }

  /** The fixed names alone, as a plugin's config sees them. */
  Scope fixed() {
    return new Variables(fixed, Map.of(), null, allowance);
  }

  /** What there is to see without any effect: memory is not, since reading it is one. */
  Scope alone() {
    return new Scope() {
      @Override
      public boolean has(String name) {
        return Variables.this.has(name);
      }

      @Override
      public @Nullable Object get(String name) {
        if (memory != null && name.equals("memory") && !own.containsKey(name)) {
          throw new EvaluationFailed(
              "UNKNOWN_NAME", "memory is not read here: that would be an effect of the execution");
        }
        return Variables.this.get(name);
      }
    };
  }

  /**
   * Notes which block runs now: what it does with memory is named after it.
   *
   * @return what to {@link #leave} for when it has ended
   */
  MemoryNames.@Nullable Place enter(String path, Frame frame) {
    return memory == null ? null : memory.enter(new MemoryNames.Place(path, frame));
  }

  void leave(MemoryNames.@Nullable Place place) {
    if (memory != null) {
      memory.enter(place);
    }
  }

  /** A view in which some names stand for other values. */
  Scope with(Map<String, @Nullable Object> over) {
    return new Scope() {
      @Override
      public boolean has(String name) {
        return over.containsKey(name) || Variables.this.has(name);
      }

      @Override
      public @Nullable Object get(String name) {
        return over.containsKey(name) ? over.get(name) : Variables.this.get(name);
      }
    };
  }

  @Override
  public boolean has(String name) {
    return own.containsKey(name)
        || fixed.containsKey(name)
        || (memory != null && name.equals("memory"));
  }

  @Override
  public @Nullable Object get(String name) {
    var value = own.get(name);
    if (value != null || own.containsKey(name)) {
      return value;
    }
    return memory != null && name.equals("memory") ? memory : fixed.get(name);
  }

  void set(String name, @Nullable Object value) {
    var kept = Values.normalise(value);
    long weight = Values.weight(kept);
    long before = weights.getOrDefault(name, 0L);
    allowance.hold(weight - before);
    weights.put(name, weight);
    own.put(name, kept);
  }

  void bind(@Nullable String name, @Nullable Object value) {
    if (name != null) {
      set(name, value);
    }
  }

  /** Sets {@code a}, or {@code a.b.c} by new maps along the path. */
  void assign(String target, @Nullable Object value) {
    var path = List.of(target.split("\\.", -1));
    var name = path.getFirst();
    var changed = path.size() == 1 ? value : changed(path, 1, get(name), value);
    set(name, Allowance.fitting("the variable " + name, Values.normalise(changed)));
  }

  private static Object changed(
      List<String> path, int depth, @Nullable Object old, @Nullable Object value) {
    var copy = new LinkedHashMap<String, @Nullable Object>();
    switch (old) {
      case null -> {}
      case Map<?, ?> map -> map.forEach((k, v) -> copy.put(String.valueOf(k), v));
      default ->
          throw new BlockFailed(
              Failure.MISMATCH,
              "cannot set "
                  + String.join(".", path)
                  + ": "
                  + String.join(".", path.subList(0, depth))
                  + " is no object");
    }
    var key = path.get(depth);
    copy.put(
        key, depth == path.size() - 1 ? value : changed(path, depth + 1, copy.get(key), value));
    return copy;
  }
}
