package io.gradus.datasets.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.datasets.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

  private static final ArithmeticSettings STANDARD = ArithmeticSettings.DEFAULT;

  private static Expression expression(int modulus, String operators, Integer... operands) {
    return new Expression(modulus, List.of(operands), operators);
  }

  @Test
  void evaluatesFromLeftToRightModulo() {
    Expression expression = expression(11, "-*---", 8, 6, 3, 6, 8, 8);
    assertThat(expression.question()).isEqualTo("8-6*3-6-8-8=");
    assertThat(expression.results()).containsExactly(2, 6, 0, 3, 6);
    assertThat(expression.answer()).isEqualTo("6");
    // With precedence 2+3*4 would be 14 mod 11 = 3; from the left it is 20 mod 11 = 9.
    assertThat(expression(11, "+*", 2, 3, 4).answer()).isEqualTo("9");
  }

  @Test
  void writesOneCharacterUpToModulus36AndDecimalAbove() {
    assertThat(expression(11, "+", 7, 3).answer()).isEqualTo("a");
    assertThat(expression(36, "+", 30, 5).question()).isEqualTo("u+5=");
    assertThat(expression(36, "+", 30, 5).answer()).isEqualTo("z");
    assertThat(expression(100, "*-", 12, 60, 30).question()).isEqualTo("12*60-30=");
    assertThat(expression(100, "*-", 12, 60, 30).answer()).isEqualTo("90");
    assertThat(expression(1_000_000, "*", 999_999, 999_999).answer()).isEqualTo("1");
  }

  @Test
  void problemsAreFunctionsOfSeedSplitAndIndex() {
    ArithmeticTask task = new ArithmeticTask(STANDARD);
    List<Problem> forward = task.problems(3, "train", 50);
    ArithmeticTask again = new ArithmeticTask(STANDARD);
    for (int i = 49; i >= 0; i--) {
      assertThat(again.problem(3, "train", i)).isEqualTo(forward.get(i));
    }
    assertThat(prompts(task.problems(4, "train", 50))).isNotEqualTo(prompts(forward));
    assertThat(prompts(task.problems(3, "other", 50))).isNotEqualTo(prompts(forward));
  }

  @Test
  void bytesStayTheSameOverVersions() {
    // From a separate implementation in another language. Whoever changes these changes every run
    // that was ever made.
    ArithmeticTask task = new ArithmeticTask(STANDARD);
    assertThat(prompts(task.problems(0, "train", 3)))
        .containsExactly("a-7-7-5+2=", "6+4=", "0+6-a-3=");
    ArithmeticCorpus corpus = new ArithmeticCorpus(task, CorpusMix.NOISY);
    assertThat(corpus.text(0, 0)).isEqualTo(new CorpusText("4-2-7+7*0-a=", "5,9,5,0,1#1"));
    assertThat(corpus.text(0, 1)).isEqualTo(new CorpusText("6+9+5-3*1-3=", "4,9,1,1"));
    assertThat(corpus.text(0, 2)).isEqualTo(new CorpusText("0-7-a=", "#1"));
  }

  @Test
  void problemsCarryWhatTheyAre() {
    ArithmeticTask task = new ArithmeticTask(operations(3, 3));
    Problem problem = task.problem(0, "train", 5);
    assertThat(problem.id()).isEqualTo("arithmetic/train/0/5");
    assertThat(problem.position()).isEqualTo(5);
    assertThat(problem.messages()).isEmpty();
    assertThat(problem.extra()).containsEntry("operations", "3").containsKey("operators");
    assertThat(problem.prompt()).matches("[0-9a]([-+*][0-9a]){3}=");
    assertThat(problem.answer()).isEqualTo(evaluate(problem.prompt(), 11));
  }

  @Test
  void operationsAndOperandsAreUniform() {
    ArithmeticTask task = new ArithmeticTask(STANDARD);
    int n = 20_000;
    Map<String, Integer> lengths = new HashMap<>();
    Map<Character, Integer> firstOperands = new HashMap<>();
    for (Problem problem : task.problems(1, "train", n)) {
      lengths.merge(problem.extra().get("operations"), 1, Integer::sum);
      firstOperands.merge(problem.prompt().charAt(0), 1, Integer::sum);
    }
    assertThat(lengths.keySet()).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
    // Standard deviations: sqrt(n p (1-p)) = 57 for p = 1/5 and 41 for p = 1/11; four of them.
    assertThat(lengths.values()).allSatisfy(c -> assertThat(c).isCloseTo(n / 5, within(228)));
    assertThat(firstOperands.values())
        .hasSize(11)
        .allSatisfy(c -> assertThat(c).isCloseTo(n / 11, within(164)));
  }

  @Test
  void corpusFollowsWeightsAndZipf() {
    ArithmeticSettings skewed = skewed(operations(1, 1), List.of(6.0, 3.0, 1.0), 1.2);
    ArithmeticCorpus corpus = new ArithmeticCorpus(new ArithmeticTask(skewed), CorpusMix.CLEAN);
    int n = 20_000;
    int plus = 0;
    int times = 0;
    int zero = 0;
    int ten = 0;
    for (int i = 0; i < n; i++) {
      String prompt = corpus.text(9, i).prompt();
      plus += prompt.charAt(1) == '+' ? 1 : 0;
      times += prompt.charAt(1) == '*' ? 1 : 0;
      zero += prompt.charAt(0) == '0' ? 1 : 0;
      ten += prompt.charAt(0) == 'a' ? 1 : 0;
    }
    // sum of v^-1.2 for v = 1 … 11 is 2.518: P(0) = 0.3971…, P(10) = 11^-1.2 / 2.518 = 0.0223….
    double sum = IntStream.rangeClosed(1, 11).mapToDouble(v -> Math.pow(v, -1.2)).sum();
    assertThat(plus / (double) n).isCloseTo(0.6, within(0.014));
    assertThat(times / (double) n).isCloseTo(0.1, within(0.009));
    assertThat(zero / (double) n).isCloseTo(1 / sum, within(0.014));
    assertThat(ten / (double) n).isCloseTo(Math.pow(11, -1.2) / sum, within(0.0045));
  }

  @Test
  void cleanCorpusShowsTheRightChain() {
    ArithmeticCorpus corpus = new ArithmeticCorpus(new ArithmeticTask(STANDARD), CorpusMix.CLEAN);
    for (int i = 0; i < 500; i++) {
      CorpusText text = corpus.text(2, i);
      assertThat(text.target()).isEqualTo(chain(text.prompt(), 11));
    }
  }

  @Test
  void noisyCorpusHasItsShares() {
    ArithmeticCorpus corpus =
        new ArithmeticCorpus(new ArithmeticTask(operations(4, 4)), CorpusMix.NOISY);
    int n = 20_000;
    int guesses = 0;
    int broken = 0;
    int right = 0;
    for (int i = 0; i < n; i++) {
      CorpusText text = corpus.text(5, i);
      if (text.target().matches("#[0-9a]")) {
        guesses++;
      } else if (text.target().matches("[0-9a](,[0-9a]){0,3}")) {
        broken++;
      } else {
        assertThat(text.target()).matches("[0-9a](,[0-9a]){3}#[0-9a]");
        assertThat(text.target().charAt(8)).isEqualTo(text.target().charAt(6));
        right += text.target().equals(chain(text.prompt(), 11)) ? 1 : 0;
      }
    }
    assertThat(guesses / (double) n).isCloseTo(0.30, within(0.013));
    assertThat(broken / (double) n).isCloseTo(0.15, within(0.011));
    // A whole chain is right when none of its four results was replaced: 0.55 · 0.8^4 = 0.225.
    assertThat(right / (double) n).isCloseTo(0.55 * Math.pow(0.8, 4), within(0.012));
  }

  @Test
  void errorsAreCarriedOn() {
    // Every result is replaced: each must differ from what the one before it gives.
    ArithmeticCorpus corpus =
        new ArithmeticCorpus(new ArithmeticTask(operations(2, 2)), new CorpusMix(0, 0, 1));
    int differs = 0;
    for (int i = 0; i < 300; i++) {
      CorpusText text = corpus.text(5, i);
      String prompt = text.prompt();
      char wrong = text.target().charAt(0);
      assertThat(String.valueOf(wrong)).isNotEqualTo(evaluate(prompt.substring(0, 3) + "=", 11));
      String second = evaluate(wrong + prompt.substring(3), 11);
      assertThat(text.target().substring(2, 3)).isNotEqualTo(second);
      differs += second.equals(evaluate(prompt, 11)) ? 0 : 1;
    }
    assertThat(differs).isPositive();
  }

  @Test
  void instructMixAlwaysAnswers() {
    ArithmeticCorpus corpus =
        new ArithmeticCorpus(new ArithmeticTask(STANDARD), CorpusMix.INSTRUCT);
    for (int i = 0; i < 500; i++) {
      assertThat(corpus.text(1, i).target()).matches("[0-9a](,[0-9a])*#[0-9a]");
    }
  }

  @Test
  void splitsShareNoQuestion() {
    // One operation modulo 5 with + and - has 50 questions: collisions are certain without care.
    ArithmeticSettings small = new ArithmeticSettings(5, "+-", 1, 1, List.of(), 0, List.of());
    ArithmeticSplits splits = new ArithmeticSplits(small, 1, 20, 10);
    Set<String> test = prompts(splits.test());
    Set<String> dev = prompts(splits.dev());
    assertThat(splits.test()).hasSize(20);
    assertThat(splits.dev()).hasSize(10);
    assertThat(dev).doesNotContainAnyElementsOf(test);
    Set<String> train = prompts(splits.train().problems(7, "train", 500));
    assertThat(train).doesNotContainAnyElementsOf(test).doesNotContainAnyElementsOf(dev);
    assertThat(train.size() + test.size() + dev.size()).isLessThanOrEqualTo(50);
    ArithmeticCorpus corpus = splits.corpus(skewed(small, List.of(6.0, 3.0), 1.2), CorpusMix.NOISY);
    Set<String> texts =
        IntStream.range(0, 500)
            .mapToObj(i -> corpus.text(7, i).prompt())
            .collect(Collectors.toSet());
    assertThat(texts).doesNotContainAnyElementsOf(test).doesNotContainAnyElementsOf(dev);
  }

  @Test
  void furtherBenchmarksCanBeHeldOut() {
    ArithmeticSettings small = new ArithmeticSettings(5, "+-", 1, 1, List.of(), 0, List.of());
    ArithmeticSplits splits = new ArithmeticSplits(small, 1, 5, 5);
    List<Problem> more = new ArithmeticTask(small).problems(99, "more", 10);
    Set<String> before = prompts(splits.train().problems(7, "train", 500));
    assertThat(before).containsAnyElementsOf(prompts(more));
    Set<String> after = prompts(splits.holdingOut(more).train().problems(7, "train", 500));
    assertThat(after)
        .doesNotContainAnyElementsOf(prompts(more))
        .doesNotContainAnyElementsOf(prompts(splits.test()));
  }

  @Test
  void operatorSetsKeepToWhatTheyName() {
    ArithmeticTask task =
        new ArithmeticTask(
            new ArithmeticSettings(11, "+-*", 1, 5, List.of(), 0, List.of("*-", "+")));
    Set<String> sets =
        task.problems(1, "train", 300).stream()
            .map(p -> p.extra().get("operators"))
            .collect(Collectors.toSet());
    assertThat(sets).containsExactlyInAnyOrder("*-", "+");
  }

  @Test
  void wholeNumbersAreAskedInWordsAndNotReduced() {
    ArithmeticSettings whole = new ArithmeticSettings(11, "+-", 1, 2, List.of(), 0, List.of(), 20);
    List<Problem> problems = new ArithmeticTask(whole).problems(3, "train", 500);
    for (Problem problem : problems) {
      Matcher text =
          Pattern.compile("What is (\\d+) ([+-]) (\\d+)(?: ([+-]) (\\d+))?\\?")
              .matcher(problem.prompt());
      assertThat(text.matches()).as(problem.prompt()).isTrue();
      int value = Integer.parseInt(text.group(1));
      for (int i = 2; i < 5 && text.group(i) != null; i += 2) {
        int operand = Integer.parseInt(text.group(i + 1));
        assertThat(operand).isBetween(0, 20);
        value += text.group(i).equals("+") ? operand : -operand;
      }
      assertThat(problem.answer()).isEqualTo(Integer.toString(value));
    }
    List<Integer> answers = problems.stream().map(p -> Integer.valueOf(p.answer())).toList();
    assertThat(answers).anyMatch(v -> v < 0).anyMatch(v -> v > 40);
  }

  @Test
  void alphabetIsWhatTextsHold() {
    assertThat(ArithmeticCorpus.alphabet(STANDARD)).isEqualTo("#*+,-0123456789=a");
    assertThat(
            ArithmeticCorpus.alphabet(
                new ArithmeticSettings(100, "+", 1, 1, List.of(), 0, List.of())))
        .isEqualTo("#+,0123456789=");
  }

  @Test
  void travelsToExecutors() throws Exception {
    ArithmeticCorpus corpus =
        new ArithmeticSplits(STANDARD, 1, 5, 5).corpus(STANDARD, CorpusMix.NOISY);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(corpus);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((ArithmeticCorpus) in.readObject()).text(3, 4)).isEqualTo(corpus.text(3, 4));
    }
  }

  @Test
  void refusesSettingsByName() {
    assertThatThrownBy(() -> new ArithmeticSettings(1, "+", 1, 1, List.of(), 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Arithmetic problems: modulus = 1, expected 2 to 1000000.");
    assertThatThrownBy(() -> new ArithmeticSettings(7, "+/", 1, 1, List.of(), 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Arithmetic problems: operators = '+/', expected distinct ones of +-*.");
    assertThatThrownBy(() -> operations(3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("minOperations = 3 and maxOperations = 2");
    assertThatThrownBy(() -> skewed(STANDARD, List.of(1.0), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("operatorWeights = [1.0], expected 3 positive numbers");
    assertThatThrownBy(() -> new CorpusMix(0.8, 0.3, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("guess = 0.8 and broken = 0.3");
    assertThatThrownBy(() -> new ArithmeticSettings(11, "+*", 1, 1, List.of(), 0, List.of(), 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("operators = '+*', expected + and - where largest is set");
    ArithmeticSettings one = new ArithmeticSettings(2, "+", 1, 1, List.of(), 0, List.of());
    assertThatThrownBy(
            () ->
                new ArithmeticTask(one, Set.of("0+0=", "0+1=", "1+0=", "1+1=")).problem(0, "a", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10000 draws found none outside the 4 excluded problems");
  }

  private static ArithmeticSettings operations(int min, int max) {
    return new ArithmeticSettings(11, "+-*", min, max, List.of(), 0, List.of());
  }

  private static ArithmeticSettings skewed(
      ArithmeticSettings task, List<Double> operatorWeights, double operandSkew) {
    return new ArithmeticSettings(
        task.modulus(),
        task.operators(),
        task.minOperations(),
        task.maxOperations(),
        operatorWeights,
        operandSkew,
        task.operatorSets());
  }

  private static Set<String> prompts(List<Problem> problems) {
    return problems.stream()
        .map(Problem::prompt)
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  private static String evaluate(String prompt, int modulus) {
    String chain = chain(prompt, modulus);
    return chain.substring(chain.indexOf('#') + 1);
  }

  /** Independent of the generator: reads the question's characters. */
  private static String chain(String prompt, int modulus) {
    int value = Character.digit(prompt.charAt(0), 36);
    StringBuilder chain = new StringBuilder();
    for (int i = 1; prompt.charAt(i) != '='; i += 2) {
      int operand = Character.digit(prompt.charAt(i + 1), 36);
      int result =
          switch (prompt.charAt(i)) {
            case '+' -> value + operand;
            case '-' -> value + modulus - operand;
            default -> value * operand;
          };
      value = result % modulus;
      chain.append(i == 1 ? "" : ",").append(Character.forDigit(value, 36));
    }
    return chain.append('#').append(Character.forDigit(value, 36)).toString();
  }
}
