package ai.scailabs.scaicore.scaiflow.client;

import ai.scailabs.scaicore.scaiflow.client.JsonCalls.Call;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/** The items of a list, page by page; each page is fetched when it is asked for. */
final class Pages implements Iterable<JsonNode> {

  /** A list that goes on for ever is a mistake of whoever sends it. */
  private static final int MOST = 1_000;

  private final JsonCalls http;
  private final Target target;
  private final String path;

  Pages(JsonCalls http, Target target, String path) {
    this.http = http;
    this.target = target;
    this.path = path;
  }

  @Override
  public Iterator<JsonNode> iterator() {
    return new Iterator<>() {
      private @Nullable String cursor;
      private int fetched;
      private boolean more = true;

      @Override
      public boolean hasNext() {
        return more;
      }

      @Override
      public JsonNode next() {
        if (!more) {
          throw new NoSuchElementException();
        }
        var query =
            cursor == null ? "" : "&cursor=" + UriUtils.encode(cursor, StandardCharsets.UTF_8);
        var page = http.send(target, Call.get(path + "?limit=100" + query));
        cursor = page.path("pagination").path("next_cursor").asString("");
        more = !cursor.isEmpty() && ++fetched < MOST;
        return page.path("data").path("items");
      }
    };
  }
}
