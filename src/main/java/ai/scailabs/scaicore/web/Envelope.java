package ai.scailabs.scaicore.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of every successful answer: {@code {"status":"ok","data":…,"meta":{"request_id":…}}},
 * with {@code pagination} beside the data of a list.
 */
public record Envelope<T>(
    String status,
    T data,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Pagination pagination,
    Meta meta) {

  /** An answer. */
  public static <T> Envelope<T> of(T data) {
    return new Envelope<>("ok", data, null, new Meta(RequestId.current()));
  }

  /** A page of a list. */
  public static <T> Envelope<Items<T>> of(Page<T> page) {
    return new Envelope<>(
        "ok",
        new Items<>(page.items()),
        new Pagination(page.nextCursor() != null, page.nextCursor()),
        new Meta(RequestId.current()));
  }

  /** The data of a list. */
  public record Items<T>(List<T> items) {}

  /** Whether there is more, and what to send as {@code cursor} to get it. */
  public record Pagination(boolean hasMore, @Nullable String nextCursor) {}

  /** What the answer says about itself. */
  public record Meta(String requestId) {}
}
