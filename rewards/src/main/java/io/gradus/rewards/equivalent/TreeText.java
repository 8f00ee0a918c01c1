package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.parse.AnswerParser;
import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.ParseException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a text was read, as nested calls: add(x, mul(2, y)). For people, not for comparing. */
public final class TreeText {
  private TreeText() {}

  /** The reading of a gold answer, or why there is none. */
  public static String ofGold(String text) {
    try {
      return of(AnswerParser.parseGold(text));
    } catch (ParseException | Budget.Exceeded e) {
      return "not read as mathematics: " + e.getMessage();
    }
  }

  /** The reading of an answer, or why there is none. */
  public static String ofAnswer(String text) {
    try {
      return of(AnswerParser.parse(text));
    } catch (ParseException | Budget.Exceeded e) {
      return "not read as mathematics: " + e.getMessage();
    }
  }

  static String of(Expr tree) {
    if (tree instanceof Expr.Num n) {
      return n.value().toString();
    }
    if (tree instanceof Expr.Var v) {
      return v.name();
    }
    return value(tree);
  }

  private static String value(Object o) {
    if (o instanceof Expr.Num || o instanceof Expr.Var) {
      return of((Expr) o);
    }
    if (o instanceof List<?> list) {
      return list.stream().map(TreeText::value).collect(Collectors.joining(", "));
    }
    if (o instanceof Optional<?> some) {
      return some.map(TreeText::value).orElse("none");
    }
    if (o instanceof Record r) {
      StringBuilder call =
          new StringBuilder(r.getClass().getSimpleName().toLowerCase(Locale.ROOT)).append('(');
      RecordComponent[] parts = r.getClass().getRecordComponents();
      for (int i = 0; i < parts.length; i++) {
        try {
          call.append(i == 0 ? "" : ", ").append(value(parts[i].getAccessor().invoke(r)));
        } catch (ReflectiveOperationException e) {
          return r.toString();
        }
      }
      return call.append(')').toString();
    }
    return String.valueOf(o).toLowerCase(Locale.ROOT);
  }
}
