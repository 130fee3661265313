package ai.scailabs.scaicore.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs effects through the journal: what has an entry is answered from it. */
final class Effects {

  private static final int HASH_BYTES = 12;

  private final HostEnvironment host;
  private final String keyPrefix;

  /**
   * @param keyPrefix execution and attempt, with which idempotency keys begin
   */
  Effects(HostEnvironment host, String keyPrefix) {
    this.host = host;
    this.keyPrefix = keyPrefix;
  }

  /** The key by which the other side can tell a repeated call. */
  String idempotencyKey(String step) {
    return keyPrefix + ":" + step;
  }

  /** A call that leaves the process; its failure is recorded too. */
  @Nullable Object outside(
      String step, EffectKind kind, @Nullable Object arguments, Supplier<@Nullable Object> call) {
    var hash = hash(arguments);
    var entry = replayed(step, kind, hash);
    if (entry != null) {
      return result(entry);
    }
    host.permit().check();
    host.journal().beforeOutsideCall();
    Journal.Entry made;
    try {
      made = new Journal.Entry(step, kind, hash, call.get(), null);
    } catch (BlockFailed e) {
      made = new Journal.Entry(step, kind, hash, null, e.failure());
    }
    host.journal().record(made);
    return result(made);
  }

  /** Sends an event of the program. */
  void emit(String step, Journal.Emission emission) {
    var hash = hash(java.util.Arrays.asList(emission.event(), emission.data()));
    if (replayed(step, EffectKind.EMIT, hash) == null) {
      host.permit().check();
      host.journal()
          .recordEmit(new Journal.Entry(step, EffectKind.EMIT, hash, null, null), emission);
    }
  }

  /** The entry of a step, checked to be of the same effect. */
  Journal.@Nullable Entry replayed(String step, EffectKind kind, String hash) {
    var entry = host.journal().find(step);
    if (entry != null && (entry.kind() != kind || !entry.argumentHash().equals(hash))) {
      throw new BlockFailed(
          Failure.DIVERGED,
          "the journal has a "
              + entry.kind().word()
              + " at "
              + step
              + " that this run does not repeat; the program is not deterministic there");
    }
    return entry;
  }

  static @Nullable Object result(Journal.Entry entry) {
    if (entry.failure() != null) {
      throw new BlockFailed(entry.failure(), List.of(entry.step()));
    }
    return entry.value();
  }

  static String hash(@Nullable Object arguments) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = Json.text(arguments).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(bytes), 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
