package ai.scailabs.scaicore.program.type;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large the program of a regular expression gets: counted repetitions are spelled out when it
 * is compiled, so that a few characters like {@code ((a{999}){999}){999}} would fill any memory.
 * Never less than the real size by more than a small factor.
 */
final class PatternSize {

  private static final long MOST = Integer.MAX_VALUE;

  private final String regex;
  private final Deque<Long> outer = new ArrayDeque<>();
  private int at;
  private long sum;
  private long atom;

  private PatternSize(String regex) {
    this.regex = regex;
  }

  static long of(String regex) {
    return new PatternSize(regex).count();
  }

  private long count() {
    while (at < regex.length()) {
      var c = regex.charAt(at++);
      switch (c) {
        case '\\' -> escape();
        case '[' -> characterClass();
        case '(' -> {
          next(0);
          outer.push(sum);
          sum = 0;
        }
        case ')' -> closeGroup();
        case '*', '+', '?', '|' -> atom++;
        case '{' -> atom = Math.min(MOST, Math.max(1, atom) * repetitions());
        default -> next(1);
      }
    }
    while (!outer.isEmpty()) {
      closeGroup();
    }
    next(0);
    return sum;
  }

  private void next(long size) {
    sum = Math.min(MOST, sum + atom);
    atom = size;
  }

  private void closeGroup() {
    next(0);
    atom = sum + 2;
    sum = outer.isEmpty() ? 0 : outer.pop();
  }

  private void escape() {
    if (regex.startsWith("Q", at)) {
      var end = regex.indexOf("\\E", at);
      next(Math.max(1, (end < 0 ? regex.length() : end) - at));
      at = end < 0 ? regex.length() : end + 2;
    } else {
      next(1);
      at++;
    }
  }

  /** Ends at the first closing bracket that is neither first nor escaped. */
  private void characterClass() {
    next(1);
    at += regex.startsWith("^", at) ? 1 : 0;
    at += regex.startsWith("]", at) ? 1 : 0;
    while (at < regex.length() && regex.charAt(at) != ']') {
      at += regex.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  /** The largest number between the braces. */
  private long repetitions() {
    var most = 1L;
    var number = 0L;
    for (; at < regex.length() && regex.charAt(at) != '}'; at++) {
      var digit = Character.digit(regex.charAt(at), 10);
      number = digit < 0 ? 0 : Math.min(MOST, number * 10 + digit);
      most = Math.max(most, number);
    }
    at++;
    return most;
  }
}
