package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.stream.Feed;
import java.util.List;

/** What moves in the inbox of some assignees of a tenant. */
record InboxFeed(String tenantId, List<Address> addresses, InboxChanges changes) implements Feed {

  @Override
  public String now() {
    return changes.now().text();
  }

  @Override
  public List<Item> after(String place, int limit) {
    return changes.after(tenantId, addresses, InboxPlace.parse(place), limit);
  }
}
