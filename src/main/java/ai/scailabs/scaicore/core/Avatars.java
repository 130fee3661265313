package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.storage.ObjectKey;
import ai.scailabs.scaicore.storage.ObjectStore;
import ai.scailabs.scaicore.storage.StorageFailed;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The pictures of Cores, in the object store at {@code scaicore/{tenant_id}/{core_id}/avatar}. The
 * Core's row says whether there is one and counts the uploads; a picture in memory counts only for
 * the number it was read under, so that every replica shows a new one as soon as its upload is
 * answered. While a number says that an upload is under way, or was not brought to its end, each
 * replica asks the store. What a picture is, its bytes say.
 */
@Component
class Avatars {

  private static final Logger log = LoggerFactory.getLogger(Avatars.class);

  /** Bounds the memory of pictures on their way into the cache. */
  private static final int LOADS = 8;

  private static final int PATIENCE_SECONDS = 10;
  private static final int ENTRY_BYTES = 300;

  private final ObjectStore objects;
  private final JdbcClient jdbc;
  private final Cache<Version, Avatar> cache;

  /** Whoever asks for what somebody else is reading waits for it. */
  private final ConcurrentMap<Version, CompletableFuture<Avatar>> reading =
      new ConcurrentHashMap<>();

  private final Semaphore loads = new Semaphore(LOADS, true);

  Avatars(ObjectStore objects, JdbcClient jdbc, AvatarProperties properties) {
    this.objects = objects;
    this.jdbc = jdbc;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(properties.cacheSize().toBytes())
            .weigher((Version version, Avatar avatar) -> avatar.bytes().length + ENTRY_BYTES)
            .build();
  }

  /**
   * The picture of any tenant's Core: avatars are public.
   *
   * @throws CoreNotFound when there is no such Core
   * @throws NoAvatar when it has none
   */
  Avatar get(String coreId) {
    var version =
        jdbc.sql(
                """
                select tenant_id, avatar_version, avatar_url is not null
                from mod_scaicore_cores where id = ?
                """)
            .param(coreId)
            .query(
                (row, n) ->
                    new Version(row.getString(1), coreId, row.getLong(2), row.getBoolean(3)))
            .optional()
            .orElseThrow(() -> new CoreNotFound(coreId));
    if (!version.shown()) {
      throw new NoAvatar();
    }
    var known = cache.getIfPresent(version);
    if (known != null) {
      return known;
    }
    var mine = new CompletableFuture<Avatar>();
    var other = reading.putIfAbsent(version, mine);
    return other == null ? load(version, mine) : other.join();
  }

  /** Stores the picture of a Core, whose row has to be told. */
  void put(String tenantId, String coreId, Avatar avatar) {
    objects.put(key(tenantId, coreId), avatar.bytes(), avatar.type().mediaType());
  }

  /**
   * Removes the picture of a Core that is not, or no longer, there; does not wait for it. One that
   * stays because the store fails is in nobody's way.
   */
  void discard(String tenantId, String coreId) {
    var key = key(tenantId, coreId);
    Thread.startVirtualThread(
        () -> {
          try {
            objects.delete(key);
          } catch (StorageFailed e) {
            log.warn("object store: {} belongs to no Core and may be deleted", key.text());
          }
        });
  }

  private Avatar load(Version version, CompletableFuture<Avatar> waiting) {
    try {
      var avatar = read(key(version.tenantId(), version.coreId()));
      if (version.settled()) {
        cache.put(version, avatar);
      }
      waiting.complete(avatar);
      return avatar;
    } catch (Throwable e) {
      // Whoever waits fails likewise, and the next one tries again.
      waiting.completeExceptionally(e);
      throw e;
    } finally {
      reading.remove(version);
    }
  }

  private Avatar read(ObjectKey key) {
    acquire();
    try {
      var stored = objects.get(key, Avatar.MAX_BYTES);
      if (stored.isEmpty()) {
        log.warn("object store: there is no {}, although its Core has an avatar", key.text());
        throw new NoAvatar();
      }
      return Avatar.of(stored.get().bytes(), null);
    } catch (InvalidFileType e) {
      throw StorageFailed.unreadable(key, "is no picture");
    } finally {
      loads.release();
    }
  }

  private void acquire() {
    try {
      if (loads.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw StorageFailed.busy();
  }

  private static ObjectKey key(String tenantId, String coreId) {
    return ObjectKey.of("scaicore", tenantId, coreId, "avatar");
  }

  /** A picture by the number of its upload. */
  private record Version(String tenantId, String coreId, long number, boolean shown) {

    boolean settled() {
      return number > 0;
    }
  }
}
