package ai.scailabs.scaicore.program.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;

/**
 * A number or a duration. A duration is one or more amounts with a unit of {@code ms s m h d w}:
 * {@code 30s}, {@code 1.5h}, {@code 1h30m}.
 */
final class NumberLexer {

  private static final int MAX_DIGITS = 100;

  private final String text;
  private final Object value;
  private int at;

  NumberLexer(String text, int from) {
    this.text = text;
    this.at = from;
    var amount = amount();
    this.value = isUnit(peek()) ? duration(from, amount) : number(from, amount);
  }

  Object value() {
    return value;
  }

  int end() {
    return at;
  }

  private String amount() {
    var start = at;
    digits();
    if (peek() == '.' && Lexer.isDigit(peek(1))) {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      var signed = peek(1) == '+' || peek(1) == '-';
      if (Lexer.isDigit(peek(signed ? 2 : 1))) {
        at += signed ? 2 : 1;
        digits();
      }
    }
    if (at - start > MAX_DIGITS) {
      throw new SyntaxProblem(start, "a number has at most 100 digits");
    }
    return text.substring(start, at);
  }

  private Object number(int start, String amount) {
    if (amount.chars().allMatch(c -> c >= '0' && c <= '9')) {
      var whole = Values.scalar(new BigInteger(amount));
      if (whole != null) {
        return whole;
      }
    }
    var real = Double.parseDouble(amount);
    if (!Double.isFinite(real)) {
      throw new SyntaxProblem(start, "the number is larger than any number can be");
    }
    return real;
  }

  private Duration duration(int start, String first) {
    var total = Duration.ZERO;
    var amount = first;
    try {
      while (true) {
        total = total.plus(part(amount));
        if (!Lexer.isDigit(peek())) {
          return total;
        }
        amount = amount();
      }
    } catch (ArithmeticException | NumberFormatException beyond) {
      throw new SyntaxProblem(start, "the duration is too long to be counted");
    }
  }

  private Duration part(String amount) {
    var start = at;
    while (isUnit(peek())) {
      at++;
    }
    var millis =
        switch (text.substring(start, at)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          case "d" -> 86_400_000L;
          case "w" -> 604_800_000L;
          default ->
              throw new SyntaxProblem(
                  start,
                  "a number is followed by a unit of time (ms, s, m, h, d, w) or by nothing");
        };
    var exact = new BigDecimal(amount);
    if (Math.abs((long) exact.scale()) > MAX_DIGITS) {
      throw new ArithmeticException();
    }
    var nanos = exact.multiply(BigDecimal.valueOf(millis)).movePointRight(6).toBigInteger();
    var parts = nanos.divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }

  private void digits() {
    while (Lexer.isDigit(peek())) {
      at++;
    }
  }

  private char peek() {
    return peek(0);
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : ' ';
  }

  private static boolean isUnit(char c) {
    return Lexer.isNameStart(c);
  }
}
