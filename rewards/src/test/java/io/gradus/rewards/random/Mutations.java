package io.gradus.rewards.random;

import java.util.List;
import java.util.Random;

/** Random answers and completions: fragments put together, then damaged. */
final class Mutations {
  private static final List<String> FRAGMENTS =
      List.of(
          "\\boxed{",
          "}",
          "{",
          "\\frac{1}{2}",
          "\\frac",
          "\\sqrt",
          "\\sqrt[3]{",
          "x",
          "y^2",
          "^",
          "_",
          "12",
          "3.5",
          "1,000",
          "1.000,5",
          "0.\\overline{3}",
          "(",
          ")",
          "[",
          "]",
          "\\{",
          "\\}",
          "|",
          "\\left(",
          "\\right)",
          ",",
          ";",
          " and ",
          " or ",
          "=",
          "<",
          "\\le",
          "\\in",
          "\\cup",
          "\\infty",
          "\\pi",
          "e",
          "i",
          "\\sin",
          "\\log_2",
          "\\ln",
          "!",
          "%",
          "^\\circ",
          "$",
          "$$",
          "\\(",
          "\\)",
          "\\[",
          "\\]",
          "\\text{ cm}",
          "\\text{",
          "hours",
          "Tuesday",
          "####",
          "\n",
          "The answer is ",
          "final answer is ",
          "A: ",
          "?",
          ".",
          "**",
          "９",
          "²",
          "½",
          "−",
          "π",
          "а",
          "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}",
          "\\begin{",
          "&",
          "\\\\",
          "\\pm",
          "9^{9^{9}}",
          "10^{400}",
          "99999!",
          "\\binom{60}{30}",
          "\\sum_{k=1}^{99} k^{9}",
          "(x+y+n)^{40}",
          "\\lfloor",
          "\\rfloor",
          "1:2",
          "12:30",
          "204_5",
          "<|im_end|>",
          "</think>",
          "\0",
          "1e5",
          "1e9999",
          "\\quad",
          "\\cdot",
          "\\times",
          "/",
          "+",
          "-",
          "f(x)",
          "a_{1}",
          "2 2/3",
          "\\!",
          "\\prod_{k=1}^{50}(k+x)",
          "\\tan^{-1}",
          "\\arccos",
          "\\int_0^1",
          "\\mathbb{R}",
          "\\setminus",
          "!!",
          "C(5,2)",
          "\\sum_{i=1}^{5} i^2",
          "\\begin{aligned}",
          "\\end{aligned}",
          "\\begin{cases}x=2\\\\y=3\\end{cases}",
          "^{\\text{th}}",
          "orx",
          "\\approx",
          "\\text{no solution}",
          "\\text{ and }",
          "\\lor",
          "dozen",
          "\\text{ or more}",
          " squared",
          "minus ",
          "K",
          "1'234'567",
          "12,34,567",
          "\\ 000",
          "\\mathrm{~mm}",
          "\\text{ hours }13\\text{ minutes}",
          "]2,5[",
          "[[1,2],[3,4]]",
          "\\mathbf{i}",
          "(since ",
          "₈",
          "⁻⁵",
          "或",
          "1,2,\\ldots,9",
          "\\bmod 3",
          "x\\in\\mathbb{R}",
          "\\text{ for }n\\ge1",
          "five hundred",
          "P(X=2)=");

  private static final List<String> ANSWERS =
      List.of(
          "\\frac{3}{4}",
          "x^2+2x+1",
          "(1,2)",
          "\\{1,2,3\\}",
          "[0,\\infty)",
          "x=3",
          "1<x\\le 4",
          "\\begin{pmatrix}1\\\\x\\end{pmatrix}",
          "3\\text{ cm}",
          "45^\\circ",
          "12\\%",
          "\\text{(C)}",
          "2\\sqrt{3}+\\sqrt[3]{5}",
          "\\sin^2 x",
          "a_1=2, a_2=5",
          "1\\pm\\sqrt{2}",
          "e^{i\\pi/3}",
          "(-\\infty,1)\\cup(2,5]",
          "y=2x+1",
          "7:32",
          "10{,}000",
          "|x-2|",
          "\\log_2(x+1)",
          "n!",
          "\\lfloor x\\rfloor",
          "f(x)=x^3",
          "\\$5.50",
          "2\\frac{1}{3}",
          "\\frac{x^2-1}{x+1}",
          "|x-1|\\le 2",
          "f(t)=2t+1",
          "\\frac13\\approx0.33",
          "x<1\\text{ or }x>3",
          "x=1orx=-2",
          "3 p.m.",
          "\\mathbb{R}-\\{1\\}",
          "x=1,y=2\\text{ or }x=3,y=4",
          "a=b=c",
          "12,345",
          "2\\text{ hours }13\\text{ minutes}",
          "k\\pi, k\\in\\mathbb{Z}",
          "17\\text{ apples}",
          "5\\text{ m/s}^2",
          "\\{2,2,3\\}",
          "\\lfloor n/2\\rfloor",
          "3\\mathbf{i}+4\\mathbf{j}",
          "\\frac12\\ (0.5)",
          "HTTH");

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** An answer: usually a sound one with some damage, sometimes only fragments. */
  String answer() {
    if (random.nextInt(200) == 0) {
      return FRAGMENTS.get(random.nextInt(FRAGMENTS.size())).repeat(1 + random.nextInt(900));
    }
    String base =
        random.nextInt(4) == 0 ? fragments(8) : ANSWERS.get(random.nextInt(ANSWERS.size()));
    String text = base;
    for (int i = random.nextInt(4); i > 0; i--) {
      text = mutate(text);
    }
    return text;
  }

  /** A completion around an answer. */
  String completion() {
    return switch (random.nextInt(6)) {
      case 0 -> fragments(30);
      case 1 -> "The answer is " + answer() + ".";
      case 2 -> "Thus $" + answer() + "$ and so on";
      default ->
          mutate(
              "So we get \\boxed{"
                  + answer()
                  + "}. "
                  + (random.nextInt(9) == 0 ? fragments(9) : ""));
    };
  }

  private String fragments(int most) {
    StringBuilder s = new StringBuilder();
    for (int i = 1 + random.nextInt(most); i > 0; i--) {
      s.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
    }
    return s.toString();
  }

  /** One random insertion, deletion, replacement, doubling or cut. */
  String mutate(String text) {
    if (text.isEmpty()) {
      return fragments(2);
    }
    int at = random.nextInt(text.length());
    int to = Math.min(text.length(), at + 1 + random.nextInt(4));
    String fragment = FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, at) + fragment + text.substring(at);
      case 1 -> text.substring(0, at) + text.substring(to);
      case 2 -> text.substring(0, at) + fragment + text.substring(to);
      case 3 -> text.substring(0, to) + text.substring(at);
      default -> text.substring(0, at) + (char) random.nextInt(0x250) + text.substring(to);
    };
  }
}
