package ai.scailabs.scaicore.program.expression;

import java.util.Locale;

/** The methods of a string. Parts are taken literally; only {@code matches} knows wildcards. */
final class StringLibrary {

  static final Library METHODS =
      new Library(
          "string",
          string("length()", (s, a) -> CodePoints.length(s, a.meter())),
          string("lower()", (s, a) -> a.meter().made(s.toLowerCase(Locale.ROOT))),
          string("upper()", (s, a) -> a.meter().made(s.toUpperCase(Locale.ROOT))),
          string("trim()", StringLibrary::trim),
          string("contains(part)", (s, a) -> TextSearch.find(s, a.text(0), 0, a.meter()) >= 0),
          string("starts_with(part)", (s, a) -> s.startsWith(counted(a))),
          string("ends_with(part)", (s, a) -> s.endsWith(counted(a))),
          string(
              "replace(part, by)",
              (s, a) -> TextEditing.replace(s, a.text(0), a.text(1), Integer.MAX_VALUE, a.meter())),
          string(
              "replace_first(part, by)",
              (s, a) -> TextEditing.replace(s, a.text(0), a.text(1), 1, a.meter())),
          string("split(separator)", (text, a) -> TextEditing.split(text, a.text(0), a.meter())),
          string(
              "slice(start, end?)",
              (s, a) -> CodePoints.slice(s, a.whole(0), a.whole(1, Long.MAX_VALUE), a.meter())),
          string("index_of(part, start?)", StringLibrary::indexOf),
          string(
              "pad_start(width, fill?)",
              (s, a) -> TextEditing.padding(s, a.whole(0), a.text(1, " "), a.meter()).concat(s)),
          string(
              "pad_end(width, fill?)",
              (s, a) -> s.concat(TextEditing.padding(s, a.whole(0), a.text(1, " "), a.meter()))),
          string("repeat(times)", (s, a) -> TextEditing.repeat(s, a.whole(0), a.meter())),
          string("matches(glob)", (s, a) -> Glob.matches(a.text(0), s, a.meter())),
          string("is_empty()", (s, _) -> s.isEmpty()),
          string("to_string()", (s, _) -> s),
          string("to_int()", (s, a) -> Conversions.toInt(s)),
          string("to_float()", (s, a) -> Conversions.toFloat(s)),
          string("to_date()", (s, a) -> Conversions.toDate(s)),
          string("to_datetime()", (s, a) -> Conversions.toDatetime(s)),
          string("to_duration()", (s, a) -> Conversions.toDuration(s)));

  private StringLibrary() {}

  private interface Body {
    Object apply(String self, Arguments args);
  }

  private static Method string(String signature, Body body) {
    return Method.of(signature, (self, args) -> body.apply((String) self, args));
  }

  private static String counted(Arguments args) {
    var part = args.text(0);
    args.meter().characters(part.length());
    return part;
  }

  private static Object trim(String text, Arguments args) {
    args.meter().characters(text.length());
    return args.meter().made(text.strip());
  }

  private static Object indexOf(String text, Arguments args) {
    var meter = args.meter();
    var start = CodePoints.place(args.whole(1, 0), CodePoints.length(text, meter));
    var from = text.offsetByCodePoints(0, (int) start);
    var found = TextSearch.find(text, args.text(0), from, meter);
    return found < 0 ? -1L : start + text.codePointCount(from, found);
  }
}
