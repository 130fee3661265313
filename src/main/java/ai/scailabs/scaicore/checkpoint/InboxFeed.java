package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.stream.Feed;
import java.util.List;

/** What moves in the inbox of some assignees of a tenant. */
record InboxFeed(String tenantId, List<Address> addresses, InboxChanges changes, InboxHeads heads)
    implements Feed {

  @Override
  public String now() {
    return changes.now().text();
  }

  @Override
  public List<Item> after(String place, int limit) {
    return look(place, limit).items();
  }

  @Override
  public Look look(String place, int limit) {
    var from = InboxPlace.parse(place);
    return heads
        .quietUpTo(tenantId, addresses, from)
        .map(quiet -> new Look(List.of(), quiet.text()))
        .orElseGet(() -> changes.after(tenantId, addresses, from, limit));
  }
}
