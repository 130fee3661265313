package ai.scailabs.scaicore.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets to look for, each in every form in which it may hide: as it is, which is also how it
 * stands in JSON and in addresses, because its mark needs no escapes; in base64, at any offset; in
 * hexadecimal.
 */
public final class Needles {

  private static final int SHORTEST = 12;

  private final Map<String, String> forms = new LinkedHashMap<>();

  /**
   * Adds one.
   *
   * @param mark the part of a secret that nothing else contains, of ASCII letters, digits, - and _
   */
  public Needles add(String name, String mark) {
    if (mark.length() < SHORTEST || !mark.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException("no good mark: " + mark);
    }
    forms.put(mark, name);
    var bytes = mark.getBytes(StandardCharsets.US_ASCII);
    for (int offset = 0; offset < 3; offset++) {
      var shifted = new byte[bytes.length + offset];
      System.arraycopy(bytes, 0, shifted, offset, bytes.length);
      var text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // Characters that also depend on what stands before and after are left out.
      var inner = text.substring(offset == 0 ? 0 : offset + 1, text.length() - 2);
      forms.put(inner, name + " in base64");
    }
    forms.put(HexFormat.of().formatHex(bytes), name + " in hexadecimal");
    return this;
  }

  /** The first of them in a text, by name. */
  public Optional<String> in(String text) {
    return forms.entrySet().stream()
        .filter(form -> text.contains(form.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
