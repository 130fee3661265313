package ai.scailabs.scaicore.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What {@code offline/echo} makes of a text where numbers are wanted: a vector of length one to
 * which each word of the text adds in one of 64 places. So texts of the same words are near each
 * other, and nothing else is: it knows no meaning.
 */
public final class OfflineEmbedding {

  private static final int DIMENSIONS = 64;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private OfflineEmbedding() {}

  public static List<Double> of(String text) {
    var sums = new double[DIMENSIONS];
    WORD.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(word -> add(word.group(), sums));
    double length = 0;
    for (double sum : sums) {
      length += sum * sum;
    }
    length = length == 0 ? 1 : Math.sqrt(length);
    var vector = new ArrayList<Double>(DIMENSIONS);
    for (double sum : sums) {
      vector.add(sum / length);
    }
    return vector;
  }

  private static void add(String word, double[] sums) {
    int hash = word.hashCode();
    // The low bits of similar words are similar too.
    hash ^= (hash >>> 16) * 0x45d9f3b;
    sums[Math.floorMod(hash, DIMENSIONS)] += (hash >>> 30 & 1) == 0 ? 1 : -1;
  }
}
