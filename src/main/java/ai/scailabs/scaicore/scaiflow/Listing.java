package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.web.Page;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list as ScaiFlow answers it.
 *
 * @param total how many there are on all pages
 */
public record Listing<T>(
    List<T> items,
    long total,
    @Schema(description = "Send it as `cursor` for the next page; null on the last.")
        @Nullable String nextCursor) {

  /** A page of it. */
  public static <R, T> Listing<T> of(Page<R> page, long total, Function<R, T> view) {
    return new Listing<>(page.items().stream().map(view).toList(), total, page.nextCursor());
  }

  /** All of it. */
  static <T> Listing<T> of(List<T> items) {
    return new Listing<>(items, items.size(), null);
  }
}
