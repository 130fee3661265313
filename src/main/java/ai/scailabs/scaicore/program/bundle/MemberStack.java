package ai.scailabs.scaicore.program.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Members of maps and lists that are not closed yet. Grows by pieces, so that a long list is held
 * once while it grows, not copied to twice its length again and again.
 */
final class MemberStack {

  private static final int BITS = 14;
  private static final int PIECE = 1 << BITS;

  private final List<@Nullable Object[]> pieces = new ArrayList<>();
  private int size;

  int size() {
    return size;
  }

  void push(@Nullable Object member) {
    if (size >> BITS == pieces.size()) {
      pieces.add(new Object[PIECE]);
    }
    pieces.get(size >> BITS)[size & (PIECE - 1)] = member;
    size++;
  }

  /** Removes all members from an index on. */
  @Nullable Object[] popFrom(int start) {
    var popped = new @Nullable Object[size - start];
    for (var at = start; at < size; ) {
      var piece = pieces.get(at >> BITS);
      var from = at & (PIECE - 1);
      var count = Math.min(size - at, PIECE - from);
      System.arraycopy(piece, from, popped, at - start, count);
      Arrays.fill(piece, from, from + count, null);
      at += count;
    }
    size = start;
    while (pieces.size() > (size >> BITS) + 1) {
      pieces.removeLast();
    }
    return popped;
  }
}
