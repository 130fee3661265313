package ai.scailabs.scaicore.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads the items of lists, up to what a reading affords. */
final class SourceLists {

  private SourceLists() {}

  static List<String> texts(SourceNode owner, String key, Collection<?> list) {
    var texts = new ArrayList<String>();
    var index = 0;
    for (var item : list) {
      if (!owner.reading().affords(owner.path())) {
        break;
      }
      if (item instanceof String || item instanceof Number || item instanceof Boolean) {
        texts.add(item.toString());
      } else {
        owner.report(key + "[" + index + "]", "must be a text, got " + Shown.kind(item));
      }
      index++;
    }
    return List.copyOf(texts);
  }

  static List<SourceNode> nodes(SourceNode owner, String key, Collection<?> list) {
    var nodes = new ArrayList<SourceNode>();
    var index = 0;
    for (var item : list) {
      var at = key + "[" + index++ + "]";
      if (!owner.reading().affords(owner.path(at))) {
        break;
      }
      if (item instanceof Map<?, ?> map) {
        nodes.add(new SourceNode(owner.reading(), owner.path(at), map));
      } else {
        owner.report(at, "must be a map, got " + Shown.kind(item));
      }
    }
    return nodes;
  }
}
