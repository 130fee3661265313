package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Guards secrets inside lists. Such a secret is known by its place, and its masked shape says
 * nothing of whose it is: in a list that was reordered, or lost an element, it would be kept for
 * another. So a secret of a list is kept only where no element was taken away and the one that it
 * stands in is, where it stands, as it was; else its value has to be sent again.
 */
final class MaskedLists {

  private static final String UNCLEAR =
      "stands in a list that changed, so that it is not clear which secret is to be kept; send its"
          + " value";

  private final Set<String> kept;
  private final List<Detail> wrong = new ArrayList<>();

  private MaskedLists(Set<String> kept) {
    this.kept = kept;
  }

  /**
   * Fails where a secret is to be kept that may be another's.
   *
   * @param path where both stand, as in {@link SecretMask#mask}
   * @param given with its secrets masked
   * @param stored likewise
   * @param kept names of the secrets that are to be kept
   */
  static void check(String path, JsonNode given, JsonNode stored, Set<String> kept) {
    if (kept.isEmpty()) {
      return;
    }
    var lists = new MaskedLists(kept);
    lists.walk(path, given, stored);
    if (!lists.wrong.isEmpty()) {
      var first = lists.wrong.getFirst();
      throw new ValidationFailed(first.field() + " " + first.message(), lists.wrong);
    }
  }

  private void walk(String path, JsonNode given, JsonNode stored) {
    if (given.isObject()) {
      given
          .properties()
          .forEach(
              member ->
                  walk(
                      SecretMask.below(path, member.getKey()),
                      member.getValue(),
                      stored.path(member.getKey())));
    } else if (given.isArray()) {
      for (int i = 0; i < given.size(); i++) {
        if (!isAsItWas(given, stored, i)) {
          refuse(SecretMask.element(path, i), given.get(i));
        }
      }
    }
  }

  /** Finds what is to be kept of an element that changed. */
  private void refuse(String path, JsonNode changed) {
    if (kept.contains(path)) {
      wrong.add(new Detail(path, UNCLEAR));
    } else if (changed.isObject()) {
      changed
          .properties()
          .forEach(member -> refuse(SecretMask.below(path, member.getKey()), member.getValue()));
    } else if (changed.isArray()) {
      for (int i = 0; i < changed.size(); i++) {
        refuse(SecretMask.element(path, i), changed.get(i));
      }
    }
  }

  /** Also what was added at the end is: of that nothing is stored that could be kept. */
  private static boolean isAsItWas(JsonNode given, JsonNode stored, int index) {
    return stored.isArray()
        && given.size() >= stored.size()
        && (index >= stored.size() || given.get(index).equals(stored.get(index)));
  }
}
