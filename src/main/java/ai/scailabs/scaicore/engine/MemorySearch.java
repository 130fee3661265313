package ai.scailabs.scaicore.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Finds remembered items, by their words or by what an embedding model takes them to mean. */
final class MemorySearch {

  static final long LIMIT = 10;
  static final long MOST = 1000;

  private record Ranked(@Nullable Object item, double score, int place) {}

  private MemorySearch() {}

  /** The items of a list; the members of a map as {@code {key, value}}; none for null. */
  static List<@Nullable Object> items(@Nullable Object value) {
    var items = new ArrayList<@Nullable Object>();
    switch (value) {
      case null -> {}
      case List<?> list -> items.addAll(list);
      case Map<?, ?> map ->
          map.forEach((key, member) -> items.add(Matching.entry(String.valueOf(key), member)));
      default -> items.add(value);
    }
    return items;
  }

  /** Items that hold any of the words: most words first, then the youngest. */
  static List<@Nullable Object> byWords(List<@Nullable Object> items, String query, int limit) {
    var wanted = words(query);
    var ranked = new ArrayList<Ranked>();
    for (int i = 0; i < items.size(); i++) {
      var held = words(text(items.get(i)));
      long score = wanted.stream().filter(held::contains).count();
      if (score > 0) {
        ranked.add(new Ranked(items.get(i), score, i));
      }
    }
    return best(ranked, limit);
  }

  /**
   * Items by the angle between their embeddings and that of the query: {@code {items,
   * prompt_tokens, completion_tokens}}. One order embeds all, given as {@code texts}, query first.
   */
  static Map<String, @Nullable Object> byMeaning(
      ModelProvider models,
      List<ModelProvider.Candidate> candidates,
      List<@Nullable Object> items,
      String query,
      int limit,
      String key) {
    var found = new LinkedHashMap<String, @Nullable Object>();
    if (items.isEmpty()) {
      found.put("items", List.of());
      return found;
    }
    var texts = new ArrayList<@Nullable Object>();
    texts.add(query);
    items.forEach(item -> texts.add(text(item)));
    var product =
        models.make(new ModelProvider.Order("embedding", candidates, Map.of("texts", texts), key));
    var vectors = Vectors.of(product.value(), texts.size());
    var ranked = new ArrayList<Ranked>();
    for (int i = 0; i < items.size(); i++) {
      ranked.add(
          new Ranked(items.get(i), Vectors.cosine(vectors.getFirst(), vectors.get(i + 1)), i));
    }
    found.put("items", best(ranked, limit));
    found.put("prompt_tokens", product.promptTokens());
    found.put("completion_tokens", product.completionTokens());
    return found;
  }

  private static List<@Nullable Object> best(List<Ranked> ranked, int limit) {
    ranked.sort(
        Comparator.comparingDouble(Ranked::score).thenComparingInt(Ranked::place).reversed());
    var best = new ArrayList<@Nullable Object>();
    ranked.stream().limit(limit).forEach(r -> best.add(r.item()));
    return best;
  }

  private static String text(@Nullable Object item) {
    return item instanceof String text ? text : Json.text(item);
  }

  private static Set<String> words(String text) {
    var plain = new StringBuilder(text.toLowerCase(Locale.ROOT));
    for (int i = 0; i < plain.length(); i++) {
      if (!Character.isLetterOrDigit(plain.charAt(i))) {
        plain.setCharAt(i, ' ');
      }
    }
    var words = new LinkedHashSet<String>();
    var tokens = new StringTokenizer(plain.toString());
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    return words;
  }
}
