package io.gradus.rewards.extract;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that Chinese sentences end with: 所以一共有20个. */
final class Chinese {
  private static final char FIRST = '\u4e00';
  private static final char LAST = '\u9fff';

  /** A verb that gives a result, right before the value that ends the sentence. */
  private static final Pattern RESULT =
      Pattern.compile(
          "(?:一共有?|总共有?|共有|共|等于|得到|还剩下?|剩下|需要|花了|有|是|为|得)\\s?\\$?(-?\\d[\\d,]{0,20}(?:\\.\\d{1,9})?(?:/\\d{1,9})?)\\$?\\s?([\\u4e00-\\u9fff]{0,4})[.!]?$");

  /** Words that deny, bound, suppose or change a number. */
  private static final Pattern DOUBT =
      Pattern.compile(
          "[不非约概能若或没无未错吗倍万亿千百半多几余]|至少|至多|如果|假设|超过|少于|大于|小于|左右|以上|以下|接近|将近|应该有人|认为|觉得|说|猜|大致|最少|最大|最小");

  private Chinese() {}

  /** The value that a sentence ends with. */
  static Optional<String> value(String sentence) {
    int first = firstDigit(sentence);
    if (first < 1 || !isChinese(sentence.charAt(first - 1))) {
      return Optional.empty();
    }
    Matcher m = RESULT.matcher(sentence);
    return sentence.length() <= 200 && m.find() && !DOUBT.matcher(sentence).find()
        ? Optional.of(BoxText.plain(m.group(1) + m.group(2)))
        : Optional.empty();
  }

  /** Whether Chinese words stand before the first number. */
  static boolean isProse(String text) {
    int first = firstDigit(text);
    return first > 1 && isChinese(text.charAt(first - 1)) && isChinese(text.charAt(0));
  }

  private static int firstDigit(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
        return i;
      }
    }
    return -1;
  }

  private static boolean isChinese(char c) {
    return c >= FIRST && c <= LAST;
  }
}
