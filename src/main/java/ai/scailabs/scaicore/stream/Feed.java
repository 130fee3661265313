package ai.scailabs.scaicore.stream;

import java.util.List;

/**
 * What a stream shows, read from the database and so the same from every replica. Streams of equal
 * feeds that have come to the same place share one read, so a feed is a record of what it selects
 * by.
 *
 * <p>A place has to be safe: once something behind it was shown, nothing may appear before it. An
 * order of time, or of a sequence, is not, where transactions commit in another order; rows that
 * get their number under a lock that is held until they are committed have such an order.
 */
public interface Feed {

  /** Where a stream begins that does not say where: what came before is not shown. */
  String now();

  /**
   * What came after a place, oldest first; empty where nothing did.
   *
   * @param place of an item, or {@link #now()}; it comes from a client
   * @param limit at most so many
   * @throws ai.scailabs.scaicore.web.ValidationFailed where it is no place of this feed
   */
  List<Item> after(String place, int limit);

  /**
   * As {@link #after}, and how far that looked. Where much comes by that is not shown, a feed says
   * so by a place further than its last item, and it is not looked through again.
   */
  default Look look(String place, int limit) {
    var items = after(place, limit);
    return new Look(items, items.isEmpty() ? place : items.getLast().place());
  }

  /**
   * What a look has found.
   *
   * @param place behind which the next one begins
   */
  record Look(List<Item> items, String place) {}

  /**
   * One event of a stream.
   *
   * @param place what a client names in {@code Last-Event-ID} to go on behind it; one line
   * @param event its name
   * @param data what is shown, written as JSON
   */
  record Item(String place, String event, Object data) {}
}
