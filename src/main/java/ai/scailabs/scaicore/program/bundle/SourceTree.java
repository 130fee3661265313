package ai.scailabs.scaicore.program.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds maps and lists from their members, innermost first. Nothing is allocated for a declared
 * size, only for members that arrived; what is built is kept compact, and its estimated size
 * bounded.
 */
final class SourceTree {

  static final int MAX_DEPTH = 128;

  /** Estimated bytes on the heap. A full-size bundle of an ordinary program takes 25 to 60 MB. */
  private static final long MAX_WEIGHT = 80L * 1024 * 1024;

  private static final int SHARED_TEXTS = 4096;
  private static final int SHARED_LENGTH = 40;
  private static final Map<String, @Nullable Object> NO_ENTRIES = Map.of();
  private static final List<@Nullable Object> NO_ITEMS = List.of();

  private final @Nullable String[] shared = new String[SHARED_TEXTS];
  private final int[] starts = new int[MAX_DEPTH];
  private final MemberStack members = new MemberStack();
  private int depth;
  private long weight;

  void open() {
    if (depth == MAX_DEPTH) {
      throw BundleInvalid.because("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    starts[depth++] = members.size();
  }

  /** Adds an item of the open list, or a key and then its value of the open map. */
  void add(@Nullable Object member) {
    members.push(member);
  }

  List<@Nullable Object> closeList() {
    var items = members.popFrom(starts[--depth]);
    if (items.length == 0) {
      return NO_ITEMS;
    }
    weigh(40 + 4L * items.length);
    return new PackedList(items);
  }

  Map<String, @Nullable Object> closeMap() {
    var entries = members.popFrom(starts[--depth]);
    if (entries.length == 0) {
      return NO_ENTRIES;
    }
    if (entries.length / 2 > PackedMap.MAX_ENTRIES) {
      return hashed(entries);
    }
    weigh(40 + 4L * entries.length);
    var packed = new PackedMap(entries);
    packed.duplicate().ifPresent(SourceTree::refuseDuplicate);
    return packed;
  }

  private Map<String, @Nullable Object> hashed(@Nullable Object[] entries) {
    weigh(64 + 28L * entries.length);
    var map = LinkedHashMap.<String, @Nullable Object>newLinkedHashMap(entries.length / 2);
    for (var i = 0; i < entries.length; i += 2) {
      var key = String.valueOf(entries[i]);
      map.put(key, entries[i + 1]);
      if (map.size() == i / 2) {
        refuseDuplicate(key);
      }
    }
    return Collections.unmodifiableMap(map);
  }

  /** The text of UTF-8 bytes; short ones that come again are one object. */
  String text(byte[] bytes, int from, int length) {
    return text(decoded(bytes, from, length));
  }

  /** The same text, as the object that stood for it before if it is short and came before. */
  String text(String text) {
    if (text.length() > SHARED_LENGTH) {
      weigh(48 + 2L * text.length());
      return text;
    }
    var slot = text.hashCode() & (SHARED_TEXTS - 1);
    var known = shared[slot];
    if (known != null && known.equals(text)) {
      return known;
    }
    weigh(48 + text.length());
    shared[slot] = text;
    return text;
  }

  Object number(long value) {
    if (value < -128 || value > 127) {
      weigh(16);
    }
    return value;
  }

  Object number(double value) {
    if (!Double.isFinite(value)) {
      throw BundleInvalid.because("it holds a number that is infinite or not a number");
    }
    weigh(16);
    return value;
  }

  private static String decoded(byte[] bytes, int from, int length) {
    for (var i = from; i < from + length; i++) {
      if (bytes[i] < 0) {
        return decodedStrictly(bytes, from, length);
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private static String decodedStrictly(byte[] bytes, int from, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw BundleInvalid.because("the text at byte " + from + " is not UTF-8");
    }
  }

  private void weigh(long bytes) {
    weight += bytes;
    if (weight > MAX_WEIGHT) {
      throw BundleInvalid.because(
          "it holds too many small values (more than "
              + MAX_WEIGHT / (1024 * 1024)
              + " MB once unpacked)");
    }
  }

  private static void refuseDuplicate(String key) {
    var shown = key.length() <= 60 ? key : key.substring(0, 60) + "…";
    throw BundleInvalid.because("a map has the key \"" + shown + "\" twice");
  }
}
