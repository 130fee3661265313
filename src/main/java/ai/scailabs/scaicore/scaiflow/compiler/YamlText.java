package ai.scailabs.scaicore.scaiflow.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/**
 * Writes plain values as a YAML document, always in the same way: keys in their order, no aliases,
 * no tags, texts quoted where they would read as something else.
 */
final class YamlText {

  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setUseUnicodeEncoding(true)
          .setSplitLines(false)
          .setMaxSimpleKeyLength(1_000)
          .build();

  private static final int LONGEST_NUMBER = 100;

  private final CoreScalarResolver resolver = new CoreScalarResolver(false);
  private final StringBuilder text = new StringBuilder();
  private final Emitter out =
      new Emitter(
          SETTINGS,
          new StreamDataWriter() {
            @Override
            public void write(String part) {
              text.append(part);
            }

            @Override
            public void write(String part, int offset, int length) {
              text.append(part, offset, offset + length);
            }
          });

  private YamlText() {}

  static String of(Map<String, @Nullable Object> document) {
    var yaml = new YamlText();
    yaml.out.emit(new StreamStartEvent());
    yaml.out.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
    yaml.value(document);
    yaml.out.emit(new DocumentEndEvent(false));
    yaml.out.emit(new StreamEndEvent());
    return yaml.text.toString();
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> plain("null");
      case Map<?, ?> map -> {
        var style = map.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
        out.emit(new MappingStartEvent(Optional.empty(), Optional.empty(), true, style));
        map.forEach(
            (key, member) -> {
              text(String.valueOf(key));
              value(member);
            });
        out.emit(new MappingEndEvent());
      }
      case List<?> list -> {
        var style = list.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
        out.emit(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, style));
        new ArrayList<>(list).forEach(this::value);
        out.emit(new SequenceEndEvent());
      }
      case Boolean _, Number _ -> plain(value.toString());
      default -> text(value.toString());
    }
  }

  private void plain(String scalar) {
    emit(scalar, true);
  }

  private void text(String scalar) {
    boolean looksLikeText =
        !scalar.equals("<<")
            && (scalar.length() > LONGEST_NUMBER || resolver.resolve(scalar, true).equals(Tag.STR));
    emit(scalar, looksLikeText);
  }

  private void emit(String scalar, boolean asPlain) {
    out.emit(
        new ScalarEvent(
            Optional.empty(),
            Optional.empty(),
            new ImplicitTuple(asPlain, true),
            scalar,
            scalar.indexOf('\n') >= 0 || !asPlain ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN));
  }
}
