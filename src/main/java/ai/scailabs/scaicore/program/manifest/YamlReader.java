package ai.scailabs.scaicore.program.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one YAML document safely: no tags, keys are texts and each stands once, nesting is bounded
 * with every alias written out, and what aliases stand for is together no more than {@link
 * #MAX_ALIASED} nodes and {@link #MAX_WEIGHT}, so that a small document stays small.
 */
final class YamlReader {

  /**
   * What is stored must be taken again as JSON, which may have 130 levels: 100 of these, those that
   * a step gains when it becomes a block, and the request around them.
   */
  static final int MAX_DEPTH = 100;

  static final int MAX_KEY = 500;

  static final int MAX_ALIASED = 20_000;

  static final long MAX_WEIGHT = 8_000_000;

  private final StreamReader reader;
  private final ParserImpl parser;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private long aliasedWeight;
  private int aliasedNodes;

  private YamlReader(String text) {
    // All of it at once: between two reads, a pair of surrogates would be taken apart.
    var settings =
        LoadSettings.builder()
            .setLabel("manifest")
            .setUseMarks(true)
            .setBufferSize(text.length() + 1)
            .build();
    reader = new StreamReader(settings, text);
    parser = new ParserImpl(settings, reader);
  }

  /**
   * The document.
   *
   * @throws ManifestInvalid when it is none
   */
  static YamlNode read(byte[] bytes) {
    var text = decoded(bytes);
    try {
      return new YamlReader(text).read();
    } catch (ReaderException e) {
      throw invalidAt(
          text,
          e.getPosition(),
          "the character U+%04X cannot stand in YAML".formatted(e.getCodePoint()));
    } catch (MarkedYamlEngineException e) {
      throw invalid(e.getProblemMark().or(e::getContextMark), e.getProblem());
    } catch (YamlEngineException e) {
      throw new ManifestInvalid(String.valueOf(e.getMessage()), 1, 1);
    }
  }

  private YamlNode read() {
    try {
      return document();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // How the parser fails at an escape that is cut short, or that is no character.
      throw invalid(reader.getMark(), "an escape here stands for no character");
    }
  }

  private YamlNode document() {
    parser.next();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      throw new ManifestInvalid("it is empty", 1, 1);
    }
    parser.next();
    var root = node(parser.next(), 0);
    parser.next();
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      throw invalid(parser.peekEvent(), "a manifest is one document, and here a second begins");
    }
    return root;
  }

  private YamlNode node(Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      return aliased(alias, depth);
    }
    var node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case CollectionStartEvent start when depth >= MAX_DEPTH -> throw tooDeep(start);
          case CollectionStartEvent start -> {
            refuseTag(start.getTag(), start);
            yield start.getEventId() == Event.ID.SequenceStart
                ? sequence(start, depth)
                : mapping(start, depth);
          }
          default -> throw invalid(event, "a value is missing");
        };
    // Registered only now, so that no node is inside itself.
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
    return node;
  }

  private YamlNode aliased(AliasEvent alias, int depth) {
    var name = alias.getAlias().getValue();
    var node = anchors.get(name);
    if (node == null) {
      throw invalid(alias, "*" + name + " stands for nothing that was written before it");
    }
    if (depth + node.extent().height() > MAX_DEPTH) {
      throw tooDeep(alias);
    }
    aliasedWeight += node.extent().weight();
    aliasedNodes += node.extent().nodes();
    if (aliasedWeight > MAX_WEIGHT || aliasedNodes > MAX_ALIASED) {
      throw invalid(alias, "the aliases stand for too much; write less, or fewer of them");
    }
    return node;
  }

  private YamlNode sequence(Event start, int depth) {
    var items = new ArrayList<YamlNode>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(parser.next(), depth + 1));
    }
    parser.next();
    return new YamlNode.Sequence(line(start), items);
  }

  private YamlNode mapping(Event start, int depth) {
    var members = new LinkedHashMap<String, YamlNode>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      var event = parser.next();
      var key = key(event);
      var member = node(parser.next(), depth + 1);
      if (members.put(key, member) != null) {
        throw invalid(event, "the key " + shown(key) + " stands twice in one map");
      }
    }
    parser.next();
    return new YamlNode.Mapping(line(start), members);
  }

  private String key(Event event) {
    if (!(event instanceof ScalarEvent scalar)) {
      throw invalid(event, "a key must be a text");
    }
    if (scalar.isPlain() && scalar.getValue().equals("<<")) {
      throw invalid(event, "<< is not of YAML 1.2; write the members out");
    }
    if (scalar.getValue().length() > MAX_KEY) {
      throw invalid(event, "a key is longer than " + MAX_KEY + " characters");
    }
    // A number or a truth that was written as a key names something all the same.
    return scalar(scalar).text();
  }

  private static ManifestInvalid tooDeep(Event event) {
    return invalid(event, "it is nested deeper than " + MAX_DEPTH + " levels");
  }

  private YamlNode.Scalar scalar(ScalarEvent scalar) {
    refuseTag(scalar.getTag(), scalar);
    var text = scalar.getValue();
    if (!isStorable(text)) {
      throw invalid(scalar, "a text holds U+0000 or half a surrogate pair, which cannot be stored");
    }
    try {
      var value = scalar.isPlain() ? YamlScalars.plain(text) : text;
      return new YamlNode.Scalar(line(scalar), value, text);
    } catch (YamlScalars.NoValue e) {
      throw invalid(scalar, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isStorable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static void refuseTag(Optional<String> tag, Event event) {
    if (tag.isPresent()) {
      throw invalid(event, "the tag " + shown(tag.get()) + " is not taken; write plain values");
    }
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private static ManifestInvalid invalid(Event event, String problem) {
    return invalid(event.getStartMark(), problem);
  }

  private static ManifestInvalid invalid(Optional<Mark> mark, @Nullable String problem) {
    return new ManifestInvalid(
        problem == null ? "it cannot be read" : shown(problem),
        mark.map(m -> m.getLine() + 1).orElse(1),
        mark.map(m -> m.getColumn() + 1).orElse(1));
  }

  private static ManifestInvalid invalidAt(String text, int codePoints, String problem) {
    int line = 1;
    int column = 1;
    for (int i = 0, n = 0; n < codePoints && i < text.length(); n++) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n' ? 1 : 0;
    }
    return new ManifestInvalid(problem, line, column);
  }

  private static String decoded(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      var before = new String(bytes, 0, in.position(), StandardCharsets.UTF_8);
      throw invalidAt(before, Integer.MAX_VALUE, "it is not UTF-8 from here on");
    }
  }

  private static String shown(String text) {
    var line = text.replaceAll("[\\p{Cntrl}]+", " ");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
