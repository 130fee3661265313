package ai.scailabs.scaicore.program.expression;

import static ai.scailabs.scaicore.program.expression.Scopes.evaluate;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every method of the library. Results are shown as JSON. */
class LibraryTests {

  private static final Map<String, Object> SCOPE =
      Map.of(
          "people",
          List.of(
              Map.of("name", "Bo", "age", 30, "team", "x"),
              Map.of("name", "Al", "age", 40, "team", "y"),
              Map.of("name", "Cy", "age", 20, "team", "x")),
          "price",
          12.345,
          "day",
          java.time.LocalDate.of(2026, 1, 31));

  private static void check(String expression, String json) {
    assertThat(Rendering.json(evaluate(expression, SCOPE), Meter.bounded()))
        .as(expression)
        .isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "'a😀é'.length ~ 3",
        "'Ab'.lower() ~ \"ab\"",
        "'Ab'.upper() ~ \"AB\"",
        "'  a '.trim ~ \"a\"",
        "'hello'.contains('ell') ~ true",
        "'hello'.contains(:x) ~ false",
        "'hello'.starts_with('he') ~ true",
        "'hello'.ends_with('lo') ~ true",
        "'a.b.c'.replace('.', '-') ~ \"a-b-c\"",
        "'a.b.c'.replace_first('.', '') ~ \"ab.c\"",
        "'aaa'.replace('aa', 'b') ~ \"ba\"",
        "'a,b,,c'.split(',') ~ [\"a\",\"b\",\"\",\"c\"]",
        "''.split(',') ~ [\"\"]",
        "'a😀b'.split('') ~ [\"a\",\"😀\",\"b\"]",
        "'a1b1'.split('1') ~ [\"a\",\"b\",\"\"]",
        "'hello'.slice(1, 3) ~ \"el\"",
        "'hello'.slice(-3) ~ \"llo\"",
        "'hello'.slice(3, 1) ~ \"\"",
        "'hello'.slice(-99, 99) ~ \"hello\"",
        "'a😀b'.slice(1, 2) ~ \"😀\"",
        "'hello'.index_of('l') ~ 2",
        "'hello'.index_of('l', 3) ~ 3",
        "'😀x'.index_of('x') ~ 1",
        "'hello'.index_of('z') ~ -1",
        "'7'.pad_start(3, '0') ~ \"007\"",
        "'7'.pad_start(3) ~ \"  7\"",
        "'7'.pad_end(4, 'ab') ~ \"7aba\"",
        "'long'.pad_end(2, 'x') ~ \"long\"",
        "'ab'.repeat(3) ~ \"ababab\"",
        "'ab'.repeat(0) ~ \"\"",
        "'report.pdf'.matches('*.pdf') ~ true",
        "'report.pdf'.matches('report.???') ~ true",
        "'report.pdf'.matches('*.doc') ~ false",
        "'b7'.matches('[a-c][!0-5]') ~ true",
        "'b3'.matches('[a-c][!0-5]') ~ false",
        "'a*b'.matches('a\\\\*b') ~ true",
        "'axb'.matches('a\\\\*b') ~ false",
        "''.matches('*') ~ true",
        "'[x'.matches('[x') ~ true",
        "']'.matches('[]]') ~ true",
        "'😀'.matches('?') ~ true",
        "''.is_empty ~ true",
        "' 12 '.to_int() ~ 12",
        "'12.9'.to_int() ~ 12",
        "'1e2'.to_float() ~ 100",
        "'1h30m'.to_duration() ~ \"PT1H30M\"",
        "'PT5M'.to_duration() ~ \"PT5M\"",
        "'2026-01-02'.to_date() ~ \"2026-01-02\"",
        "'2026-01-02T23:30:00-05:00'.to_date() ~ \"2026-01-03\"",
        "'2026-01-02T10:00:00+01:00'.to_datetime() ~ \"2026-01-02T09:00:00Z\"",
      })
  void strings(String expression, String json) {
    check(expression, json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "[1, 2].length ~ 2",
        "[1, 2].first ~ 1",
        "[].first ~ null",
        "[1, 2, 3].first(2) ~ [1,2]",
        "[1, 2, 3].last ~ 3",
        "[1, 2, 3].last(2) ~ [2,3]",
        "[1].last(5) ~ [1]",
        "[1].last(-5) ~ []",
        "[3, 4].map(x => x + 1) ~ [4,5]",
        "[3, 4].filter(x => x > 3) ~ [4]",
        "[3, 4].filter((x, i) => i == 0) ~ [3]",
        "[].reduce((a, b) => a) ~ null",
        "['a', 'b'].reduce((all, x, i) => all + i + x, '') ~ \"0a1b\"",
        "[1, 2].all(x => x > 0) ~ true",
        "[].all(x => false) ~ true",
        "[1, 2].any(x => x > 1) ~ true",
        "[].any(x => true) ~ false",
        "[1, 2.5].sum() ~ 3.5",
        "[].sum ~ 0",
        "[1h, 30m].sum() ~ \"PT1H30M\"",
        "people.sum(p => p.age) ~ 90",
        "people.sum('age') ~ 90",
        "[3, 1, 2].min() ~ 1",
        "[3, null, 2].max ~ 3",
        "[].max() ~ null",
        "people.max(p => p.age).name ~ \"Al\"",
        "people.min('age').name ~ \"Cy\"",
        "[3, 1, 2].sort() ~ [1,2,3]",
        "[3, null, 1].sort() ~ [1,3,null]",
        "['b', 'a'].sort ~ [\"a\",\"b\"]",
        "[1, 3, 2].sort((a, b) => b - a) ~ [3,2,1]",
        "[1, 3, 2].sort(descending = true) ~ [3,2,1]",
        "people.sort(p => p.age).map(p => p.name) ~ [\"Cy\",\"Bo\",\"Al\"]",
        "people.sort('name', true).map(p => p.name) ~ [\"Cy\",\"Bo\",\"Al\"]",
        "[1, 2, 3].sort((a, b) => 1).length ~ 3",
        "[1, 2].reverse() ~ [2,1]",
        "[1, 1.0, 'a', :a, 2].unique() ~ [1,\"a\",2]",
        "[{a: 1}, {a: 1.0}, {a: 2}].unique() ~ [{\"a\":1},{\"a\":2}]",
        "people.unique('team').map(p => p.name) ~ [\"Bo\",\"Al\"]",
        "[1, [2, [3]]].flatten() ~ [1,2,[3]]",
        "[1, [2, [3]]].flatten(2) ~ [1,2,3]",
        "['a', null, 1].join('-') ~ \"a--1\"",
        "[1, 2].join() ~ \"1,2\"",
        "[1, 2, 3, 4].slice(1, 3) ~ [2,3]",
        "[1, 2, 3, 4].slice(-2) ~ [3,4]",
        "[1, 2].contains(2.0) ~ true",
        "[1, 2].contains('2') ~ false",
        "people.find(p => p.age < 35).name ~ \"Bo\"",
        "people.find(p => p.age > 99) ~ null",
        "people.count(p => p.team == 'x') ~ 2",
        "people.count() ~ 3",
        "people.group_by(p => p.team).x.length ~ 2",
        "people.group_by('team').keys() ~ [\"x\",\"y\"]",
        "[1, null, 1].group_by(x => x) ~ {\"1\":[1,1],\"null\":[null]}",
      })
  void arrays(String expression, String json) {
    check(expression, json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{b: 1, a: 2}.keys() ~ [\"b\",\"a\"]",
        "{b: 1, a: 2}.values ~ [1,2]",
        "{b: 1}.entries ~ [{\"key\":\"b\",\"value\":1}]",
        "{b: 1}.get('b') ~ 1",
        "{b: 1}.get('c') ~ null",
        "{b: 1}.get('c', 7) ~ 7",
        "{b: null}.get('b', 7) ~ null",
        "{b: 1}.contains('b') ~ true",
        "{b: 1, c: 1}.merge({b: 2, d: 3}) ~ {\"b\":2,\"c\":1,\"d\":3}",
        "{b: 1, c: 1}.length ~ 2",
        "price.round() ~ 12",
        "price.round(2) ~ 12.35",
        "(-2.5).round() ~ -3",
        "1250.round(-2) ~ 1300",
        "price.floor ~ 12",
        "(-1.5).floor() ~ -2",
        "price.ceil() ~ 13",
        "(-3).abs() ~ 3",
        "(-3.5).abs ~ 3.5",
        "12.0.to_string() ~ \"12\"",
        "(-1.9).to_int() ~ -1",
        "3.to_float() ~ 3",
        "true.to_string() ~ \"true\"",
        "json.parse('{\"a\": [1, 2.5, null, \"x\"]}') ~ {\"a\":[1,2.5,null,\"x\"]}",
        "json.parse('7') ~ 7",
        "json.stringify({a: [1.0, '\"', 5m, :s]}) ~ \"{\\\"a\\\":[1,\\\"\\\\\\\"\\\",\\\"PT5M\\\",\\\"s\\\"]}\"",
        "json.parse(json.stringify({a: 1})).a ~ 1",
      })
  void mapsNumbersAndJson(String expression, String json) {
    check(expression, json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "date('2026-01-02') + 1d ~ \"2026-01-03\"",
        "1d + date('2026-01-02') ~ \"2026-01-03\"",
        "date('2026-01-02') + 90m ~ \"2026-01-02T01:30:00Z\"",
        "date('2026-01-02') - 1w ~ \"2025-12-26\"",
        "date('2026-03-01') - date('2026-02-01') ~ \"PT672H\"",
        "(date('2026-03-01') - date('2026-02-01')).days ~ 28",
        "date('2026-01-02').add(2d) ~ \"2026-01-04\"",
        "date('2026-01-02').subtract(2d) ~ \"2025-12-31\"",
        "datetime('2026-01-02T10:00:00Z') + 5m ~ \"2026-01-02T10:05:00Z\"",
        "datetime('2026-01-02T10:00') - datetime('2026-01-02') ~ \"PT10H\"",
        "datetime('2026-01-02T10:00:00Z') > date('2026-01-02') ~ true",
        "date('2026-01-02') < date('2026-01-03') ~ true",
        "date('2026-01-02') == date('2026-01-02') ~ true",
        "[day.year, day.month, day.day, day.weekday] ~ [2026,1,31,6]",
        "datetime('2026-01-02T10:20:30Z').hour ~ 10",
        "datetime('2026-01-02T10:20:30Z').minute ~ 20",
        "datetime('2026-01-02T10:20:30Z').second ~ 30",
        "datetime('2026-01-02T10:20:30Z').to_date() ~ \"2026-01-02\"",
        "date('2026-01-02').to_datetime ~ \"2026-01-02T00:00:00Z\"",
        "1h + 30m ~ \"PT1H30M\"",
        "1h - 90m ~ \"PT-30M\"",
        "-(5m) ~ \"PT-5M\"",
        "10m * 1.5 ~ \"PT15M\"",
        "3 * 10m ~ \"PT30M\"",
        "10m / 3 ~ \"PT3M20S\"",
        "1h / 15m ~ 4",
        "90m.hours ~ 1.5",
        "90m.minutes ~ 90",
        "2m.seconds ~ 120",
        "1s.milliseconds ~ 1000",
        "2d.days ~ 2",
        "5m.add(1m) ~ \"PT6M\"",
        "5m.to_string() + '' ~ \"PT5M\"",
        "duration('5m') == 300s ~ true",
      })
  void datesAndDurations(String expression, String json) {
    check(expression, json);
  }
}
