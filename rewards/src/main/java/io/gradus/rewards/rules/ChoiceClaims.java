package io.gradus.rewards.rules;

import io.gradus.rewards.extract.AnswerExtractor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds which options a text claims outside boxes: in answer tags and JSON, after "the answer is"
 * and the like, in "I choose B" and "B is correct", or by a first or last line that is nothing but
 * an answer. What is denied, supposed, asked or offered beside another option claims nothing.
 */
final class ChoiceClaims {
  private static final Pattern TAG =
      Pattern.compile(
          "(?is)<(answer|final|final_answer|solution)>(.{0,2000}?)(?:</\\1>|$)|\\[\\[\\s?(\\w)\\s?\\]\\]|\\[ANSWER\\](.{0,2000}?)(?:\\[/ANSWER\\]|$)");
  private static final Pattern JSON_ANSWER =
      Pattern.compile(
          "(?i)[\"'](?:final_?|correct_?)?(?:answer|choice|option)[\"']\\s?:\\s?(?:[\"']([^\"'\\n]{1,400})[\"']|(\\[|null|\\{))");
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?iu)\\b(?:answer|option|choice|ans|solution|result|antwort|réponse|respuesta|risposta)\\b[*_]{0,3}"
              + "(?:[^\\n.:?]{0,60}?\\b(cannot be|can['’]?t be|could be|might be|may be|must be|should be|would be|isn['’]t|is not|is|ist|est|es|è)\\b(?! correct| right| wrong| incorrect)[ \\t]*:?"
              + "|\\s?[:=]|\\s[-–]\\s|\\.(?=\\s?\\(?[A-Z]\\b))[ \\t*_:]*\\s{0,3}[*_]{0,3}(?=\\S)"
              + "|(?:答案|答|选择?)(?:是|为|：|:|应为)?\\s?(?=\\S)|ответ\\s?[:：-]\\s?");
  private static final Pattern HEADING =
      Pattern.compile(
          "(?im)^[#*_\\s]{0,8}(?:final |correct )?(?:answer|choice)[*_:\\s]{0,6}\\n\\s*(?=\\S)");
  private static final Pattern CHOOSING =
      Pattern.compile(
          "(?i)\\b(?:choose|choosing|chose|pick|select|go with|opt for|going with|settle on|must be|should be)\\s(?:option |choice |answer |letter )?(?-i:[*$(\\[\\\\]{0,4}([A-Z])\\b[)\\]]{0,2})(?! or\\b)");
  private static final Pattern CORRECT =
      Pattern.compile(
          "(?:(?i:option|choice|answer) )?[*$(\\[]{0,3}\\b([A-Z])\\b[)\\]*$]{0,4} is (?:therefore |thus |clearly )?(?:the )?(?:only )?(?:correct|right|best|final|answer)\\b(?! wrong)");
  private static final Pattern HENCE =
      Pattern.compile(
          "(?:(?i:\\b(?:so|hence|thus|therefore|thus,|it['’]s|it is|must be|i say))|=>|⇒|∴|→|✅)[,: ]{0,3}(?:(?i:it is|it['’]s|the answer is|option) )?[*$(\\[]{0,3}([A-Z])[)\\]*$]{0,4}[.!]?\\s*(?:\\n|$)");
  private static final Pattern LEADING =
      Pattern.compile(
          "(?s)[*$(\\[{\"'\\s]{0,5}(?:(?i:option|choice|letter) )?[(\\[]?([A-Z])[)\\]}*$\"']{0,4}(?![\\w'’])(.*)");
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?is)\\s*(?:$|[.:;]|[(\\[]|,(?!\\s?(?:no\\b|or\\b|and [A-H]\\b|[A-H]\\b))|[-–—]|(?:because|since|as|based|rather|instead|not|which|for|given|due|where|with|after|so)\\b|\\\\|[}\\]]).*");
  private static final Pattern TRAILING =
      Pattern.compile(
          ".*(?:,\\s?|\\b(?:option|choice|letter|is|so)\\s)[*$(\\[]{0,3}([A-Z])[)\\]*$]{0,4}[.\\s]*");
  private static final Pattern DENIED =
      Pattern.compile(
          "(?i)^\\W{0,4}(?:definitely |certainly |clearly )?(?:not|n['’]t|never|neither|none of these|either|anything but|unclear|unknown)\\b|\\b(?:or|and|nor) [*(]{0,3}(?-i:[A-H])\\b(?!['’ ]?[a-z])|\\bor (?:maybe|possibly|perhaps)\\b|\\bno, (?-i:[A-H])\\b");
  private static final Pattern NEGATING =
      Pattern.compile("(?i)cannot|can['’]?t|isn['’]t|is not|could be|might be|may be");

  private final Options options;
  private final String text;

  /**
   * A claim.
   *
   * @param letter the option; empty where it stays in doubt
   * @param where the kind of statement, for people
   * @param end offset after it
   */
  record Claim(Optional<String> letter, String where, int end) {}

  ChoiceClaims(Options options, String text) {
    this.options = options;
    this.text = text;
  }

  /** The claim that counts; its letter is empty where it stays in doubt. */
  Optional<Claim> find() {
    List<Claim> claims = tags();
    if (claims.isEmpty()) {
      claims = statements();
    }
    if (!claims.isEmpty()) {
      return Optional.of(agreed(claims));
    }
    return lines();
  }

  private static Claim agreed(List<Claim> claims) {
    Claim last = claims.get(claims.size() - 1);
    boolean several =
        claims.stream().map(Claim::letter).flatMap(Optional::stream).distinct().count() > 1;
    return several ? new Claim(Optional.empty(), "several different options", last.end()) : last;
  }

  private List<Claim> tags() {
    List<Claim> claims = new ArrayList<>();
    for (Matcher m = TAG.matcher(text); m.find(); ) {
      String content =
          m.group(2) != null ? m.group(2) : m.group(3) != null ? m.group(3) : m.group(4);
      Optional<String> letter =
          options
              .resolve(content.strip())
              .or(
                  () ->
                      content.isBlank()
                          ? Optional.empty()
                          : new ChoiceClaims(options, content.strip())
                              .find()
                              .flatMap(Claim::letter));
      claims.add(new Claim(letter, "answer tag", m.end()));
    }
    for (Matcher m = JSON_ANSWER.matcher(text); claims.isEmpty() && m.find(); ) {
      Optional<String> letter = m.group(1) == null ? Optional.empty() : options.resolve(m.group(1));
      claims.add(new Claim(letter, "answer field", m.end()));
    }
    return claims;
  }

  private List<Claim> statements() {
    List<Claim> claims = new ArrayList<>();
    for (Pattern pattern : List.of(STATEMENT, HEADING)) {
      int from = 0;
      for (Matcher m = pattern.matcher(text); m.find(from); from = Math.max(m.end(), from + 1)) {
        if (isClaimed(m.start())) {
          boolean negating =
              pattern == STATEMENT && m.group(1) != null && NEGATING.matcher(m.group(1)).find();
          claim(m.end(), negating).ifPresent(claims::add);
        }
      }
    }
    for (Pattern pattern : List.of(CHOOSING, CORRECT, HENCE)) {
      for (Matcher m = pattern.matcher(text); m.find(); ) {
        String rest = text.substring(m.end(1), sentenceEnd(m.end(1)));
        if (isClaimed(m.start())
            && text.charAt(Math.min(text.length() - 1, sentenceEnd(m.end(1)))) != '?'
            && !NEGATING.matcher(before(m.start())).find()) {
          boolean doubt = DENIED.matcher(rest).find();
          claims.add(
              new Claim(
                  doubt ? Optional.empty() : options.known(m.group(1)),
                  "choice statement",
                  m.end()));
        }
      }
    }
    return claims;
  }

  private Optional<Claim> claim(int from, boolean negating) {
    int end = sentenceEnd(from);
    String sentence = text.substring(from, end).strip();
    if (end < text.length() && text.charAt(end) == '?' || sentence.equals("?")) {
      return Optional.empty();
    }
    Optional<String> whole = options.resolve(sentence);
    if (whole.isPresent()) {
      return Optional.of(new Claim(negating ? Optional.empty() : whole, "answer statement", from));
    }
    if (negating || DENIED.matcher(sentence).find() && !LEADING.matcher(sentence).matches()) {
      return Optional.of(new Claim(Optional.empty(), "answer statement in doubt", from));
    }
    Matcher leading = LEADING.matcher(sentence);
    if (leading.matches() && isLetter(leading.group(1), leading.group(2))) {
      String rest = leading.group(2);
      boolean harmless =
          HARMLESS.matcher(rest).matches()
              && !DENIED
                  .matcher(rest.replaceFirst("(?i)^[\\s,]*(?:not|rather than|instead of) .*", ""))
                  .find();
      Optional<String> letter =
          harmless && !contradicted(leading.group(1), rest)
              ? options.known(leading.group(1))
              : Optional.empty();
      return Optional.of(
          new Claim(
              letter, letter.isPresent() ? "answer statement" : "answer statement in doubt", from));
    }
    Matcher trailing = TRAILING.matcher(sentence);
    if (trailing.matches()) {
      return Optional.of(new Claim(options.known(trailing.group(1)), "answer statement", from));
    }
    String clause = sentence.split("(?:,| because | since )", 2)[0];
    return options.resolve(clause).map(l -> new Claim(Optional.of(l), "answer statement", from));
  }

  /** A letter beside another option's text. */
  private boolean contradicted(String letter, String rest) {
    String text = Options.plain(rest).replaceAll("^[).:\\s-]+", "");
    return options.byText(text).map(l -> !l.equals(letter)).orElse(false);
  }

  /** A and I are words too. */
  private static boolean isLetter(String letter, String rest) {
    boolean word = letter.equals("A") || letter.equals("I");
    return !(word
            && rest.matches("(?s)\\s+[a-z].*")
            && !rest.matches("(?s)\\s+(?:because|since|as|based|rather|instead|not|given)\\b.*"))
        && !letter.equals("I");
  }

  private String before(int at) {
    int start = at;
    while (start > 0 && at - start < 200 && ".!?\n;".indexOf(text.charAt(start - 1)) < 0) {
      start--;
    }
    return text.substring(start, at);
  }

  private boolean isClaimed(int at) {
    String before = before(at).strip();
    return !AnswerExtractor.isNotClaimed(before)
        && !before.matches("(?i)(?:is|could|would|can|which|what).{0,40}");
  }

  private int sentenceEnd(int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean gap = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
      boolean labelPoint =
          c == '.' && i > from && i - from <= 4 && Character.isUpperCase(text.charAt(i - 1));
      if (c == '\n' || c == '?' || (c == '.' || c == '!') && gap && !labelPoint) {
        return i;
      }
    }
    return text.length();
  }

  /** A first or last line that is nothing but an answer; a list of options is none. */
  private Optional<Claim> lines() {
    List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    List<String> named =
        lines.stream()
            .limit(200)
            .filter(l -> l.length() < 600)
            .map(options::resolve)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    if (named.size() != 1) {
      return Optional.empty();
    }
    Optional<String> last = options.resolve(lines.get(lines.size() - 1));
    if (last.isPresent()) {
      return Optional.of(new Claim(last, "last line", text.length()));
    }
    return options
        .resolve(lines.get(0))
        .map(l -> new Claim(Optional.of(l), "first line", lines.get(0).length()));
  }
}
