package ai.scailabs.scaicore.core;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvatarTypeTests {

  private static final String NAMESPACE = "xmlns='http://www.w3.org/2000/svg'";

  @Test
  void aPictureIsWhatItsFirstBytesSay() {
    assertThat(AvatarType.of(Demo.sampleBytes("avatar.png"))).contains(AvatarType.PNG);
    assertThat(AvatarType.of(Demo.sampleBytes("avatar-gif-named.png"))).contains(AvatarType.GIF);
    assertThat(AvatarType.of(Demo.sampleBytes("avatar-hostile.svg"))).contains(AvatarType.SVG);
    assertThat(type("\u00ff\u00d8\u00ff\u00e0xxJFIF")).isEqualTo(AvatarType.JPEG);
    assertThat(type("GIF87a...")).isEqualTo(AvatarType.GIF);
    assertThat(type("RIFF\u0000\u0001\u0002\u0003WEBPVP8 ")).isEqualTo(AvatarType.WEBP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u0089PNG",
        "\u0089PNG\n",
        "GIF90a",
        "RIFF1234WAVE",
        "RIFFWEBP",
        "BM6",
        "%PDF-1.7",
        "hello",
        "<html><svg/></html>",
        "<svg",
        "<svgx/>",
        "<!-- <svg/> -->",
        "{\"svg\": 1}",
        "<svg xmlns='http://example.com/other'/>",
        "\n<?xml version='1.0'?><svg/>",
      })
  void anythingElseIsNone(String content) {
    assertThat(type(content)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg/>",
        " \n\t<svg " + NAMESPACE + "></svg>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made by hand -->\n<svg "
            + NAMESPACE
            + "/>",
        "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://127.0.0.1:1/never.dtd\"><svg/>",
        "<x:svg xmlns:x='http://www.w3.org/2000/svg'/>",
        "<svg " + NAMESPACE + "><what comes later is not looked at",
      })
  void anSvgIsXmlWhoseRootIsSvg(String content) {
    assertThat(type(content)).isEqualTo(AvatarType.SVG);
  }

  @Test
  void anSvgMayBeginWithAByteOrderMark() {
    assertThat(svg("\uFEFF<svg/>", StandardCharsets.UTF_8)).isEqualTo(AvatarType.SVG);
    assertThat(svg("\uFEFF<svg/>", StandardCharsets.UTF_16LE)).isEqualTo(AvatarType.SVG);
    assertThat(svg("\uFEFF<svg/>", StandardCharsets.UTF_16BE)).isEqualTo(AvatarType.SVG);
  }

  @Test
  void noEntityOfAnSvgIsExpandedOrFetched() {
    var bomb = new StringBuilder("<!DOCTYPE svg [<!ENTITY a0 'aaaaaaaaaa'>");
    for (int i = 1; i < 30; i++) {
      bomb.append("<!ENTITY a%d '%s'>".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
    }
    assertThat(type(bomb + "]><svg x='&a29;'/>")).isNull();
    assertThat(type(bomb + "]><svg>&a29;</svg>")).isEqualTo(AvatarType.SVG);
    assertThat(type("<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>"))
        .isEqualTo(AvatarType.SVG);
    assertThat(type("<!DOCTYPE svg [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/p'> %p;]><svg/>"))
        .isEqualTo(AvatarType.SVG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<!--x-->", "<!--", "<?p x?>", "<", "a", "<a>", "&#0;", "<!DOCTYPE", "\u0000"})
  void twoMegabytesOfNonsenseAreJudgedInTime(String nonsense) {
    var large = nonsense.repeat(2_000_000 / nonsense.length()).getBytes(StandardCharsets.UTF_8);
    long began = System.nanoTime();

    assertThat(AvatarType.of(large)).isEmpty();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "PNG, image/png, true",
        "PNG, null, true",
        "PNG, '', true",
        "PNG, application/octet-stream, true",
        "PNG, IMAGE/PNG, true",
        "PNG, image/png; charset=binary, true",
        "PNG, image/gif, false",
        "PNG, text/html, false",
        "PNG, image, false",
        "GIF, image/png, false",
        "JPEG, image/jpg, true",
        "SVG, image/svg+xml, true",
        "SVG, text/xml, true",
        "SVG, text/html, false",
      })
  void aDeclaredTypeMustNotContradictTheContent(
      AvatarType type, @Nullable String declared, boolean fine) {
    assertThat(type.mayBeCalled(declared)).isEqualTo(fine);
  }

  private static @Nullable AvatarType type(String latin1) {
    return svg(latin1, StandardCharsets.ISO_8859_1);
  }

  private static @Nullable AvatarType svg(String content, Charset charset) {
    return AvatarType.of(content.getBytes(charset)).orElse(null);
  }
}
