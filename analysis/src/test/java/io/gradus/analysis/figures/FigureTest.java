package io.gradus.analysis.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FigureTest {
  @TempDir Path dir;

  @Test
  void svgIsWellFormedAndLabelsEverySeries() throws Exception {
    Document svg = parse(twoLines().svg(Layout.WIDE));

    assertThat(texts(svg)).contains("Loss & more", "small", "large", "Step", "0", "50", "100");
    assertThat(svg.getDocumentElement().getAttribute("width")).isEqualTo("760");
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void namesOfLinesThatEndTogetherDoNotOverlap() throws Exception {
    double[] x = {1, 2};
    Panel.Builder panel = Panel.of("", ChartAxis.linear("x"), ChartAxis.linear("y").from(0, 1));
    for (int i = 0; i < 5; i++) {
      panel.add(Series.line("name " + i, x, new double[] {0.5, 0.5 + 0.001 * i}).category(i));
    }
    Document svg = parse(Figure.of("f", "t").panel(panel.build()).build().svg(Layout.NARROW));

    double[] ys = new double[5];
    NodeList nodes = svg.getElementsByTagName("text");
    for (int n = 0; n < nodes.getLength(); n++) {
      Element text = (Element) nodes.item(n);
      if (text.getTextContent().startsWith("name ")) {
        ys[text.getTextContent().charAt(5) - '0'] = Double.parseDouble(text.getAttribute("y"));
        double right =
            Double.parseDouble(text.getAttribute("x"))
                + TextStyle.medium(12, Ink.TEXT).width(text.getTextContent());
        assertThat(right).isLessThanOrEqualTo(360);
      }
    }
    for (int i = 1; i < 5; i++) {
      assertThat(ys[i - 1] - ys[i]).as("higher values stand higher").isGreaterThan(13);
    }
  }

  @Test
  void linesPointsBarsAndRulesStandWhereTheTicksSayTheyDo() throws Exception {
    Figure figure =
        Figure.of("f", "t")
            .panel(
                Panel.of("", ChartAxis.linear("x").from(0, 10), ChartAxis.log("y").from(1, 100))
                    .add(
                        Series.line("line", new double[] {0, 5, 10}, new double[] {1, 10, 100})
                            .category(0))
                    .add(
                        Series.points("", new double[] {2, 8}, new double[] {100, 1})
                            .bars(new double[] {10, 1}, new double[] {100, 10})
                            .category(1))
                    .horizontal(10, "rule")
                    .build())
            .build();
    Document svg = parse(figure.svg(Layout.WIDE));
    // Ticks are labelled under their middle; their labels' baseline lies 0.35 of the size below.
    double left = across(svg, "0");
    double right = across(svg, "10");
    double top = tick(svg, "100");
    double bottom = tick(svg, "1");
    double middle = (top + bottom) / 2;

    assertThat(right - left).as("wide").isGreaterThan(400);
    assertThat(bottom - top).as("high").isGreaterThan(150);
    near(
        points(strokes(svg, "#0072b2", "1.8").get(0)),
        new double[][] {
          {left, bottom}, {left, bottom}, {(left + right) / 2, middle}, {right, top}
        });
    double x2 = left + 0.2 * (right - left);
    double x8 = left + 0.8 * (right - left);
    List<Element> second = strokes(svg, "#d55e00", "1.4");
    assertThat(second).as("bars").hasSize(2);
    near(points(second.get(0)), new double[][] {{x2, middle}, {x2, top}});
    near(points(second.get(1)), new double[][] {{x8, bottom}, {x8, middle}});
    near(
        points(strokes(svg, "#d55e00", "4.8").get(0)),
        new double[][] {{x2, top}, {x2, top}, {x8, bottom}, {x8, bottom}});
    Element name = text(svg, "line", "start");
    assertThat(Double.parseDouble(name.getAttribute("x"))).isBetween(right, right + 15);
  }

  /** Where a horizontal tick is: the middle of its label. */
  private static double across(Document svg, String label) {
    return Double.parseDouble(text(svg, label, "middle").getAttribute("x"));
  }

  /** Where a vertical tick is. */
  private static double tick(Document svg, String label) {
    Element text = text(svg, label, "end");
    double size = Double.parseDouble(text.getAttribute("font-size"));
    return Double.parseDouble(text.getAttribute("y")) - 0.35 * size;
  }

  private static Element text(Document svg, String content, String anchor) {
    NodeList nodes = svg.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      Element text = (Element) nodes.item(i);
      String own = text.getAttribute("text-anchor");
      if (text.getTextContent().equals(content) && (own.isEmpty() ? "start" : own).equals(anchor)) {
        return text;
      }
    }
    throw new AssertionError("No text '" + content + "' anchored " + anchor);
  }

  private static List<Element> strokes(Document svg, String color, String width) {
    List<Element> strokes = new ArrayList<>();
    NodeList nodes = svg.getElementsByTagName("path");
    for (int i = 0; i < nodes.getLength(); i++) {
      Element path = (Element) nodes.item(i);
      if (path.getAttribute("stroke").equals(color)
          && path.getAttribute("stroke-width").equals(width)) {
        strokes.add(path);
      }
    }
    return strokes;
  }

  private static double[][] points(Element path) {
    return Pattern.compile("[ML]")
        .splitAsStream(path.getAttribute("d"))
        .filter(p -> !p.isBlank())
        .map(p -> Stream.of(p.split(" ")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  private static void near(double[][] found, double[][] expected) {
    assertThat(found).hasDimensions(expected.length, 2);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i][0]).as("x of point " + i).isCloseTo(expected[i][0], within(0.02));
      assertThat(found[i][1]).as("y of point " + i).isCloseTo(expected[i][1], within(0.02));
    }
  }

  @Test
  void pngShowsTheSameInkInTheSamePlaces() throws Exception {
    Figure figure =
        Figure.of("f", "t")
            .panel(
                Panel.of("", ChartAxis.linear("x").from(0, 1), ChartAxis.linear("y").from(0, 1))
                    .add(Series.line("", new double[] {0, 1}, new double[] {0.25, 0.75}))
                    .build())
            .build();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.png(Layout.WIDE, 1)));
    double[][] line = points(strokes(parse(figure.svg(Layout.WIDE)), "#0072b2", "1.8").get(0));
    double[] from = line[0];
    double[] to = line[line.length - 1];

    assertThat(image.getWidth()).isEqualTo(760);
    Color blue = Color.decode("#0072b2");
    for (double share : new double[] {0.1, 0.3, 0.5, 0.7, 0.9}) {
      int x = (int) (from[0] + share * (to[0] - from[0]));
      double y = from[1] + share * (to[1] - from[1]);
      List<Integer> inked = new ArrayList<>();
      for (int row = 0; row < image.getHeight(); row++) {
        Color pixel = new Color(image.getRGB(x, row));
        boolean isBlue =
            Math.abs(pixel.getRed() - blue.getRed())
                    + Math.abs(pixel.getGreen() - blue.getGreen())
                    + Math.abs(pixel.getBlue() - blue.getBlue())
                < 90;
        if (isBlue) {
          inked.add(row);
        }
      }
      assertThat(inked).as("rows of the line at " + share).isNotEmpty().hasSizeLessThan(4);
      assertThat(inked).allSatisfy(row -> assertThat(row + 0.5).isCloseTo(y, within(2.0)));
    }
  }

  @Test
  void sameFigureSameBytes() throws IOException {
    twoLines().write(dir.resolve("a"));
    twoLines().write(dir.resolve("b"));

    for (String name : new String[] {"pair.svg", "pair.png"}) {
      assertThat(dir.resolve("a").resolve(name))
          .hasSameBinaryContentAs(dir.resolve("b").resolve(name));
    }
    assertThat(Files.readString(dir.resolve("a/pair.svg"), StandardCharsets.UTF_8))
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"");
  }

  @Test
  void valuesThatALogAxisCannotShowBreakTheLine() throws Exception {
    Figure figure =
        Figure.of("f", "t")
            .panel(
                Panel.of("", ChartAxis.log("x"), ChartAxis.log("y"))
                    .add(
                        Series.line(
                            "",
                            new double[] {0, 1, 10, 100, 1000},
                            new double[] {1, 1, Double.NaN, 2, 3}))
                    .build())
            .build();
    String svg = figure.svg(Layout.WIDE);

    assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
    String line =
        svg.lines().filter(l -> l.contains("stroke-width=\"1.8\"")).findFirst().orElseThrow();
    assertThat(line.chars().filter(c -> c == 'M').count()).as("two pieces").isEqualTo(2);
  }

  @Test
  void badDescriptionsAreRefused() {
    double[] two = {1, 2};
    assertThatThrownBy(() -> Series.line("s", two, new double[] {1}))
        .hasMessage("Series 's' has 2 values of x but 1 of y");
    assertThatThrownBy(() -> Figure.of("a/b", "t").build())
        .hasMessage("Figure id 'a/b' must be letters, digits, '-' and '_' only");
    assertThatThrownBy(() -> Figure.of("a", "t").build()).hasMessage("Figure 'a' has no panel");
    assertThatThrownBy(() -> ChartAxis.log("x").from(0, 1))
        .hasMessage("Log axis 'x' cannot show 0.0 to 1.0, both ends must be positive");
    assertThatThrownBy(() -> ChartAxis.linear("x").from(2, 1))
        .hasMessage("Axis 'x' cannot run from 2.0 to 1.0, the first must be smaller");
  }

  private static Figure twoLines() {
    double[] x = new double[101];
    double[] y = new double[101];
    double[] z = new double[101];
    for (int i = 0; i <= 100; i++) {
      x[i] = i;
      y[i] = 0.3 + 0.004 * i;
      z[i] = 0.3 + 0.006 * i;
    }
    return Figure.of("pair", "Loss & more")
        .subtitle("Two lines")
        .panel(
            Panel.of("", ChartAxis.linear("Step"), ChartAxis.linear("pass@1").percent())
                .add(Series.line("small", x, y).ordered(0))
                .add(Series.line("large", x, z).ordered(1).band(y, z))
                .horizontal(0.5, "half")
                .build())
        .build();
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document svg) {
    List<String> texts = new ArrayList<>();
    NodeList nodes = svg.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
