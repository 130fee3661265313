package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The blocks of a program by their paths: what they are, and what is around each. */
public final class Outline {

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * A block.
   *
   * @param parent path of the block around it; null of one of the flow itself
   */
  public record Entry(String path, String kind, @Nullable String nodeId, @Nullable String parent) {}

  public Outline(Program program) {
    program.flows().forEach(flow -> all(flow.body(), null));
  }

  /** The block of a path; null where there is none. */
  public @Nullable Entry get(String path) {
    return entries.get(path);
  }

  /** The node that a block came from; null where it came from none. */
  public @Nullable String node(String path) {
    var entry = entries.get(path);
    return entry == null ? null : entry.nodeId();
  }

  /** All blocks, each before those in it. */
  public List<Entry> all() {
    return List.copyOf(entries.values());
  }

  /** A block and those around it, outermost first. */
  public List<Entry> path(String block) {
    var path = new ArrayList<Entry>();
    for (var e = entries.get(block); e != null; e = above(e)) {
      path.add(e);
    }
    return List.copyOf(path.reversed());
  }

  private @Nullable Entry above(Entry entry) {
    return entry.parent() == null ? null : entries.get(entry.parent());
  }

  private void all(@Nullable List<Block> blocks, @Nullable String parent) {
    if (blocks != null) {
      blocks.forEach(block -> one(block, parent));
    }
  }

  private void one(Block block, @Nullable String parent) {
    var path = block.common().path();
    var location = block.common().sourceLocation();
    entries.put(
        path,
        new Entry(path, block.kind().word(), location == null ? null : location.nodeId(), parent));
    switch (block) {
      case Block.Guarded guarded -> all(guarded.onValidationFailure(), path);
      case Block.Parallel parallel -> parallel.branches().forEach(b -> all(b.body(), path));
      case Block.Foreach foreach -> all(foreach.body(), path);
      case Block.Match match -> {
        match.arms().forEach(arm -> all(arm.body(), path));
        all(match.otherwise(), path);
      }
      case Block.While loop -> all(loop.body(), path);
      case Block.Checkpoint checkpoint ->
          checkpoint.onResponse().forEach(arm -> all(arm.body(), path));
      case Block.Try attempt -> {
        all(attempt.body(), path);
        attempt.handlers().forEach(handler -> all(handler.body(), path));
        all(attempt.last(), path);
      }
      case Block.Budget budget -> {
        all(budget.body(), path);
        all(budget.onExceeded(), path);
      }
      case Block.Rigid _,
          Block.Flexible _,
          Block.CoreCall _,
          Block.AwaitResponses _,
          Block.Debug _,
          Block.ModelCall _,
          Block.Unknown _ -> {}
    }
  }
}
