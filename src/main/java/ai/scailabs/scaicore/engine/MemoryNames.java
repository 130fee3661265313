package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Receiver;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code memory} is in a scope: its members are the declared names. Used by one thread. */
final class MemoryNames implements Receiver {

  private final Memories memories;
  private @Nullable Place place;

  MemoryNames(Memories memories) {
    this.memories = memories;
  }

  /** The run of a block, after which its effects on memory are named. */
  static final class Place {

    private final String path;
    private final Frame frame;
    private @Nullable Steps steps;

    Place(String path, Frame frame) {
      this.path = path;
      this.frame = frame;
    }

    Course course() {
      return frame.course();
    }

    String nextStep() {
      var named = steps;
      if (named == null) {
        named = new Steps(path, frame);
        steps = named;
      }
      return named.nextOfMemory();
    }
  }

  Memories memories() {
    return memories;
  }

  @Nullable Place enter(@Nullable Place now) {
    var before = place;
    place = now;
    return before;
  }

  Place place() {
    var now = place;
    if (now == null) {
      throw new IllegalStateException("memory is used outside of any block");
    }
    return now;
  }

  @Override
  public Object member(String name) {
    var declared = memories.declared(name);
    if (declared == null) {
      throw new EvaluationFailed(
          "UNKNOWN_NAME",
          "the program declares no memory called "
              + name
              + "; add it to its memory, or use one of "
              + memories.names());
    }
    return new MemoryCell(declared, this);
  }

  @Override
  public boolean has(String method) {
    return false;
  }

  @Override
  public @Nullable Object call(
      String method, List<@Nullable Object> args, Map<String, @Nullable Object> named) {
    throw new EvaluationFailed("UNKNOWN_NAME", "memory has no method " + method);
  }
}
