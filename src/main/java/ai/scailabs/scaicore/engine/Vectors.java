package ai.scailabs.scaicore.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers that an embedding model makes of texts. */
final class Vectors {

  private Vectors() {}

  /**
   * The vectors of a product: a list of them, or an object that holds it as {@code embeddings} (or
   * one as {@code embedding}).
   *
   * @throws BlockFailed with {@code MODEL_ERROR} when there are not as many as texts
   */
  static List<double[]> of(@Nullable Object product, int count) {
    var vectors = new ArrayList<double[]>();
    add(vectors, product);
    if (vectors.size() != count) {
      throw new BlockFailed(
          Failure.MODEL,
          "the embedding model gave " + vectors.size() + " vectors for " + count + " texts");
    }
    return vectors;
  }

  private static void add(List<double[]> vectors, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> map ->
          add(
              vectors,
              map.containsKey("embeddings") ? map.get("embeddings") : map.get("embedding"));
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof Number ->
          vectors.add(
              list.stream()
                  .mapToDouble(n -> n instanceof Number number ? number.doubleValue() : 0)
                  .toArray());
      case List<?> list -> list.forEach(inner -> add(vectors, inner));
      case null, default -> {}
    }
  }

  static double cosine(double[] a, double[] b) {
    double product = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      product += a[i] * b[i];
      ofA += a[i] * a[i];
      ofB += b[i] * b[i];
    }
    return ofA == 0 || ofB == 0 ? 0 : product / Math.sqrt(ofA * ofB);
  }
}
