package ai.scailabs.scaicore.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiPathTest {

  @Test
  void aPartInBracesIsAParameter() {
    var path = ApiPath.of("/orders/{id}/lines/{line}");
    assertThat(path.match(List.of("orders", "4 2", "lines", "a/b")))
        .contains(Map.of("id", "4 2", "line", "a/b"));
    assertThat(path.match(List.of("orders", "42", "lines"))).isEmpty();
    assertThat(path.match(List.of("orders", "", "lines", "1"))).isEmpty();
    assertThat(path.match(List.of("Orders", "42", "lines", "1"))).isEmpty();
    assertThat(path.parameters()).containsExactly("id", "line");
    assertThat(path.template()).isEqualTo("/orders/{id}/lines/{line}");
  }

  @Test
  void bracesWithinAPartAreText() {
    var path = ApiPath.of("/a{b}/{}/{c{d}}");
    assertThat(path.parameters()).isEmpty();
    assertThat(path.match(List.of("a{b}", "{}", "{c{d}}"))).isPresent();
    assertThat(path.template()).isEqualTo("/a%7Bb%7D/%7B%7D/%7Bc%7Bd%7D%7D");
  }

  @Test
  void patternsOfOtherLanguagesAreText() {
    var path = ApiPath.of("/(a+)+$/*/{id:[0-9]+}");
    assertThat(path.match(List.of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "x", "1"))).isEmpty();
    assertThat(path.match(List.of("(a+)+$", "*", "1"))).contains(Map.of("id:[0-9]+", "1"));
  }

  @Test
  void aSlashAtTheEndCountsForNothing() {
    assertThat(ApiPath.of("/orders/").match(List.of("orders"))).isPresent();
    assertThat(ApiPath.of("/").match(List.of())).isPresent();
    assertThat(ApiPath.of("/").template()).isEqualTo("/");
  }

  @Test
  void textComesBeforeParameters() {
    assertThat(ApiPath.of("/a/new").compareSpecificity(ApiPath.of("/a/{id}"))).isNegative();
    assertThat(ApiPath.of("/{x}/b").compareSpecificity(ApiPath.of("/a/{id}"))).isPositive();
    assertThat(ApiPath.of("/{x}").compareSpecificity(ApiPath.of("/{y}"))).isZero();
  }
}
