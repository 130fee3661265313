package ai.scailabs.scaicore.outbound;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many calls each tenant has under way: one whose servers hang takes no room from others. Calls
 * that can wait for room get it in the order in which they came.
 */
public final class TenantCalls {

  private final int most;
  private final ConcurrentHashMap<String, Room> rooms = new ConcurrentHashMap<>();

  /**
   * @param most calls of one tenant at once
   */
  public TenantCalls(int most) {
    this.most = most;
  }

  /** A tenant's room, which is there as long as somebody is in it or waits for it. */
  private record Room(Semaphore free, int users) {

    Room with(int more) {
      return new Room(free, users + more);
    }
  }

  /**
   * A call under way, until it is closed; fails with {@link TooManyCalls} where there is no room
   * for it.
   *
   * @param patience how long to wait for room; zero: not at all
   */
  public Call enter(String tenantId, Duration patience) {
    var room =
        rooms.compute(
            tenantId,
            (_, known) -> known == null ? new Room(new Semaphore(most, true), 1) : known.with(1));
    if (!entered(room, patience)) {
      leave(tenantId);
      throw new TooManyCalls(most);
    }
    return new Call(tenantId, room.free());
  }

  private static boolean entered(Room room, Duration patience) {
    try {
      return room.free().tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void leave(String tenantId) {
    rooms.computeIfPresent(tenantId, (_, room) -> room.users() == 1 ? null : room.with(-1));
  }

  /** How many tenants have calls under way. */
  int tenants() {
    return rooms.size();
  }

  /** A call under way. */
  public final class Call implements AutoCloseable {

    private final String tenantId;
    private final Semaphore free;

    private Call(String tenantId, Semaphore free) {
      this.tenantId = tenantId;
      this.free = free;
    }

    @Override
    public void close() {
      free.release();
      leave(tenantId);
    }
  }
}
