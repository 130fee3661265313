package ai.scailabs.scaicore.core;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** The kinds of pictures an avatar can be. Source: {@code seeds/api-reference.md}, "Avatar". */
@SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
enum AvatarType {
  PNG("image/png", List.of()),
  JPEG("image/jpeg", List.of("image/jpg", "image/pjpeg")),
  GIF("image/gif", List.of()),
  WEBP("image/webp", List.of()),
  SVG("image/svg+xml", List.of("image/svg", "application/xml", "text/xml"));

  private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

  /** What clients say when they do not know. */
  private static final List<String> NO_CLAIM =
      List.of("application/octet-stream", "binary/octet-stream");

  private final String mediaType;
  private final List<String> aliases;

  AvatarType(String mediaType, List<String> aliases) {
    this.mediaType = mediaType;
    this.aliases = aliases;
  }

  /** As it is served. */
  String mediaType() {
    return mediaType;
  }

  /** The type that the content itself shows, whatever it is called; empty where it is none. */
  static Optional<AvatarType> of(byte[] content) {
    return Arrays.stream(values()).filter(type -> type.matches(content)).findFirst();
  }

  /** Whether a declared media type does not contradict this one. */
  boolean mayBeCalled(@Nullable String declared) {
    if (declared == null || declared.isBlank()) {
      return true;
    }
    int parameters = declared.indexOf(';');
    var bare = (parameters < 0 ? declared : declared.substring(0, parameters)).strip();
    var name = bare.toLowerCase(Locale.ROOT);
    return name.equals(mediaType) || aliases.contains(name) || NO_CLAIM.contains(name);
  }

  private boolean matches(byte[] content) {
    return switch (this) {
      case PNG -> has(content, 0, "\u0089PNG\r\n\u001a\n");
      case JPEG -> has(content, 0, "\u00ff\u00d8\u00ff");
      case GIF -> has(content, 0, "GIF87a") || has(content, 0, "GIF89a");
      case WEBP -> has(content, 0, "RIFF") && has(content, 8, "WEBP");
      case SVG -> isSvg(content);
    };
  }

  private static boolean has(byte[] content, int at, String magic) {
    var wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
    return content.length >= at + wanted.length
        && Arrays.equals(content, at, at + wanted.length, wanted, 0, wanted.length);
  }

  /** Reads XML up to its root element; a document type is skipped, no entity is looked up. */
  private static boolean isSvg(byte[] content) {
    // Not the factory of whatever library is on the class path: this one has limits of its own.
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    try {
      var reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          var namespace = reader.getNamespaceURI();
          return reader.getLocalName().equals("svg")
              && (namespace == null || namespace.equals(SVG_NAMESPACE));
        }
      }
      return false;
    } catch (XMLStreamException e) {
      return false;
    }
  }
}
