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
          "(?iu)\\b(?:answer|option|choice|ans|solution|result|antwort|réponse|respuesta|risposta|resposta|opción|pick|selection|letter|(?:correct|right|best) (?:one|statement|alternative))\\b[*_]{0,3}"
              + "(?:[^\\n.:?]{0,60}?\\b(cannot be|can['’]?t be|could be|might be|may be|must be|should be|would be|has to be|have to be|will be|turns out to be|works out to be|comes out to be|isn['’]t|is not|is|ist|est|es|è|é)\\b(?! correct| right| wrong| incorrect)[ \\t]*:?"
              + "|\\s?[:=]|\\s[-–]\\s|\\.(?=\\s?\\(?[A-Z]\\b))[ \\t*_:]*\\s{0,3}[*_]{0,3}(?=\\S)"
              + "|(?:答案|答|选项?择?|故选|应选)(?:应该|应)?(?:是|为|：|:)?\\s{0,2}(?=\\S)|ответ\\s?[:：-]\\s?"
              + "|(?<!nicht )(?<!kaum )\\b(?:richtig|korrekt|zutreffend) (?:ist|w[äa]re)(?: nur| allein| also)?\\s(?=\\S)"
              + "|(?<!no )\\bla (?:correcta|acertada) es\\s(?=\\S)|\\bla bonne est\\s(?=\\S)");

  /** A line that only names: "Correct: B", "A: B", "Answer choice B". */
  private static final Pattern LABEL =
      Pattern.compile(
          "(?im)^[#*_>\\s]{0,8}(?:correct|final|a|antwort|answer choice|answer|selected|choice)[*_]{0,3}[:\\s][*_\\s]{0,4}(?=[*$(\\[]{0,3}(?-i:[A-Z])[)\\]*$.]{0,4}\\s{0,3}$)");

  private static final Pattern HEADING =
      Pattern.compile(
          "(?im)^[#*_\\s]{0,8}(?:final |correct )?(?:answer|choice)[*_:\\s]{0,6}\\n\\s*(?=\\S)");
  private static final String LETTER = "[*$(\\[\\\\\"“]{0,4}([A-Z])\\b[)\\]*$\"”]{0,4}";

  /** The one who answers chooses, or the option has to be. */
  private static final Pattern CHOOSING =
      Pattern.compile(
          "(?i)(?:choose|choosing|chose|pick|picked|picking|select|selected|selecting|go with|opt for|going with|opting for|settle on|left with|leaves(?: us with)?(?: only)?|leaving(?: only)?|must be|should be|has to be|corresponds? to|corresponding to|matches|match|this is|that is|it is|it['’]s|namely)\\s"
              + "(?:the )?(?:option |choice |answer |answer choice |letter |statement )?(?-i:"
              + LETTER
              + ")(?! or\\b)(?!\\s[a-z])");

  /** An option named beside the value that was found: "15 m (option B)". */
  private static final Pattern BESIDE =
      Pattern.compile(
          "(?:[,(]\\s?|\\bis )(?i:which is |that is |so |i\\.e\\. )?(?i:option|choice|answer choice|answer)\\s(?-i:"
              + LETTER
              + ")\\)?[.!]?\\s*(?:\\n|$)");

  private static final Pattern CORRECT =
      Pattern.compile(
          "(?:(?i:option|choice|answer choice|answer|statement|only|only option) ){0,2}[*$(\\[]{0,3}\\b([A-Z])\\b[)\\]*$]{0,4} (?:(?:is|must be|has to be) (?:therefore |thus |clearly |indeed |obviously )?(?:the |our |my )?(?:only )?(?:one that |ones? (?:that |which ))?(?:correct|right|best|final|answer|true|fits|works|option|choice)\\b|est (?:la )?(?:bonne|correcte|juste)\\b|es (?:la )?(?:correcta|acertada)\\b|ist (?:die )?(?:richtig|korrekt)\\w{0,2}\\b|it is\\b|fits\\b|works\\b|satisfies\\b|holds\\b|remains\\b)(?! wrong)");

  /** An option that others would choose, or that is denied in the same breath. */
  private static final Pattern OTHERS_CHOICE =
      Pattern.compile(
          "(?i)[^.;]{0,60}\\b(?:people|students|others|most|many|one might|you might|some)\\b|[^.;]{0,60}\\b(?:but|although|though|however|yet),? (?:it|that|this) (?:is|was)(?: not|n['’]t)? (?:wrong|incorrect|right|correct|false)\\b");

  private static final Pattern HENCE =
      Pattern.compile(
          "(?:(?i:\\b(?:so|hence|thus|therefore|thus,|it['’]s|it is|must be|i say|elimination,|not [*(]?[A-Z][)*]?,? but))|=>|⇒|∴|→|✅)[,: ]{0,3}(?:(?i:it is|it['’]s|the answer is|option) )?[*$(\\[]{0,3}([A-Z])[)\\]*$]{0,4}[.!]?\\s*(?:\\n|$)");

  /** Before a choice: the one who answers, what he does, and connectives. */
  private static final Pattern OWN =
      Pattern.compile(
          "(?i)(?:[\\s*_>#(\"“-]|\\b(?:i['’]d|i['’]ll|i['’]m|we['’]ll|i['’]ve|let['’]?s|let|i|we|us|going|me|my|our|would|will|can|should|must|have|has|had|to|am|are|is|was|so|and|then|thus|hence|therefore|finally|also|here|now|only|this|that|it|which|answer|option|options|choice|the|value|result|correct|best|final|just|simply|clearly|thus|leaves|of|these|be|one|pick|think|believe|conclude|which|what|x|y|n|distance|length|number|by|elimination|process|remaining|safely|therefore)\\b)*+");

  private static final Pattern LEADING =
      Pattern.compile(
          "(?s)[*$(\\[{\"'\\s]{0,5}(?:(?i:option|choice|letter) )?[(\\[]?([A-Z])[)\\]}*$\"']{0,4}(?![\\w'’])(.*)");

  /** "B, since 3 times 5 is 15". */
  private static final Pattern REASONED =
      Pattern.compile(
          "[*$(\\[\"']{0,4}[A-Z][)\\]*$\"']{0,4},?(?: -)? (?:because|since|as|for|due to|given that)\\b");

  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?is)\\s*(?:$|是(?:唯一)?(?:正确|对的?|最佳|答案)[^吗？?不没非]{0,40}$|(?:and|but) not\\b|[.:;=]|[(\\[]|,(?!\\s?(?:no\\b|or\\b|and [A-H]\\b|[A-H]\\b))|[-–—]|(?:because|since|as|based|rather|instead|not|which|for|given|due|where|with|after|so)\\b|\\\\|[}\\]]).*");
  private static final Pattern ADVERB =
      Pattern.compile(
          "(?i)^,?\\s?(?:(?:of course|clearly|obviously|thus|therefore|indeed|definitely|certainly|simply|just|then|hence|in fact|not [*(]{0,2}(?-i:[A-J])[)*]{0,2},? but),?\\s){1,3}");

  /** "es la B", "est la réponse B". */
  private static final Pattern FOREIGN_ARTICLE =
      Pattern.compile(
          "(?i)^(?:la|le|el|lo|die|das)\\s(?:(?:opción|opcion|option|opzione|opção|letra|lettre|lettera|respuesta|réponse|alternativa|antwort)\\s)?(?=(?-i:[*(]{0,3}[A-Z]\\b))");

  private static final Pattern TRAILING =
      Pattern.compile(
          ".*(?:,\\s?|\\b(?:option|choice|letter|is|so)\\s)[*$(\\[]{0,3}([A-Z])[)\\]*$]{0,4}[.\\s]*");
  private static final Pattern DENIED =
      Pattern.compile(
          "(?i)^\\W{0,4}(?:definitely |certainly |clearly )?(?:not|n['’]t|never|neither|none of these|either|anything but|unclear|unknown)\\b|\\b(?:or|and|nor) [*(]{0,3}(?-i:[A-H])\\b(?!['’ ]?[a-z])|\\bor (?:maybe|possibly|perhaps)\\b|\\bno, (?-i:[A-H])\\b");
  private static final Pattern NEGATING =
      Pattern.compile(
          "(?i)cannot|can['’]?t|isn['’]t|is not|could be|might be|may be|\\bno es\\b|n['’]est pas|\\bnon è\\b|\\bnão é\\b");

  /** Another option tied to the one that follows: "neither A nor", "A or". */
  private static final Pattern OTHERS =
      Pattern.compile(
          "(?:(?i:\\bneither|\\bnor|\\beither|\\bboth|\\bnot|\\bnever|\\brefuse|\\bdo not|n['’]t)\\b(?!.*\\bbut\\b).*|(?i:except|excluding|besides|other than|(?:all|everything|any\\w{0,5}) but)\\W{0,5}|[A-J][)*]{0,2},? (?:or|and|nor|/|&) [*(]{0,3})$");

  /** What follows holds in another case only. */
  private static final Pattern CONDITION =
      Pattern.compile(
          "(?i)^\\W{0,3}(?:if\\b(?!.*\\b(?:then|so)\\b)|suppose|assum|had (?:we|i|it)|were (?:we|it)|ignoring|forgetting|unless|without\\b.*\\bwould)\\b?");

  private static final Pattern CONCLUSION =
      Pattern.compile(
          "(?i), (?:and )?(?:so|hence|thus|therefore|leaving|which leaves|which means)\\b");

  private static final int CUE = 25;

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
    boolean tagged = !claims.isEmpty();
    for (Matcher m = JSON_ANSWER.matcher(text); !tagged && m.find(); ) {
      Optional<String> letter = m.group(1) == null ? Optional.empty() : options.resolve(m.group(1));
      claims.add(new Claim(letter, "answer field", m.end()));
    }
    return claims;
  }

  private List<Claim> statements() {
    List<Claim> claims = new ArrayList<>();
    for (Pattern pattern : List.of(STATEMENT, HEADING, LABEL)) {
      int from = 0;
      for (Matcher m = pattern.matcher(text); m.find(from); from = Math.max(m.end(), from + 1)) {
        if (isClaimed(m.start())) {
          boolean negating =
              pattern == STATEMENT && m.group(1) != null && NEGATING.matcher(m.group()).find();
          claim(m.end(), negating).ifPresent(claims::add);
        }
      }
    }
    for (Pattern pattern : List.of(CHOOSING, CORRECT, HENCE, BESIDE)) {
      for (Matcher m = pattern.matcher(text); m.find(); ) {
        String rest = text.substring(m.end(1), sentenceEnd(m.end(1)));
        if (isClaimed(m.start())
            && text.charAt(Math.min(text.length() - 1, sentenceEnd(m.end(1)))) != '?'
            && !NEGATING.matcher(clause(m.start())).find()
            && !(pattern == CORRECT && OTHERS_CHOICE.matcher(rest).lookingAt())
            && (pattern != CHOOSING || OWN.matcher(clause(m.start())).matches())) {
          boolean doubt =
              DENIED.matcher(rest).find() || OTHERS.matcher(concluding(before(m.start(1)))).find();
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
    String told = ADVERB.matcher(text.substring(from, end).strip()).replaceFirst("");
    String sentence = FOREIGN_ARTICLE.matcher(told).replaceFirst("");
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
                  .matcher(
                      rest.replaceFirst(
                          "(?i)^[\\s,]*(?:and |but )?(?:not|rather than|instead of) .*", ""))
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
        && !(letter.equals("I") && !rest.isBlank());
  }

  private String before(int at) {
    int start = at;
    while (start > 0 && at - start < 200 && ".!?\n;".indexOf(text.charAt(start - 1)) < 0) {
      start--;
    }
    return text.substring(start, at);
  }

  /** The words of a conclusion, without what it follows from. */
  private static String concluding(String before) {
    Matcher m = CONCLUSION.matcher(before);
    int from = 0;
    while (m.find()) {
      from = m.start();
    }
    return before.substring(from);
  }

  /** The beginning of a claim, within its sentence. */
  private String cue(int at) {
    String cue = text.substring(at, Math.min(text.length(), at + CUE));
    int end = cue.indexOf(". ");
    return end < 0 ? cue : cue.substring(0, end);
  }

  /** The words before an offset from the last comma of their sentence on. */
  private String clause(int at) {
    String before = before(at);
    int but = before.lastIndexOf(" but ");
    return before.substring(
        Math.max(before.lastIndexOf(',') + 1, but < 0 ? 0 : but + " but ".length()));
  }

  private boolean isClaimed(int at) {
    String before = before(at).strip();
    String clause = clause(at).strip();
    boolean concluded = clause.length() < before.length() && !CONDITION.matcher(before).lookingAt();
    return !AnswerExtractor.isNotClaimed(concluded ? clause : before)
        && !AnswerExtractor.isOfOthers((concluded ? clause : before) + cue(at))
        && !CONDITION.matcher(before).lookingAt()
        && !before.matches("(?i)(?:is|could|would|can|which|what).{0,40}");
  }

  private int sentenceEnd(int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean gap = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
      boolean labelPoint =
          c == '.' && i > from && i - from <= 4 && Character.isUpperCase(text.charAt(i - 1));
      boolean goesOn = i + 2 < text.length() && gap && Character.isLowerCase(text.charAt(i + 2));
      if (c == '\n' || c == '?' || (c == '.' || c == '!') && gap && !goesOn && !labelPoint) {
        return i;
      }
    }
    return text.length();
  }

  /** A first or last line that is nothing but an answer; a list of options is none. */
  private Optional<Claim> lines() {
    List<String> lines =
        text.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("```")).toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Matcher reasoned = REASONED.matcher(lines.get(0));
    if (reasoned.lookingAt()) {
      return claim(text.indexOf(lines.get(0)), false);
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
