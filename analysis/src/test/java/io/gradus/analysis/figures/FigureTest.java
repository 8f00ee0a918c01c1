package io.gradus.analysis.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void pngShowsInkWhereTheLineIs() throws IOException {
    Figure figure =
        Figure.of("f", "t")
            .panel(
                Panel.of("", ChartAxis.linear("x"), ChartAxis.linear("y").from(0, 1))
                    .add(Series.line("", new double[] {0, 1}, new double[] {0.5, 0.5}))
                    .build())
            .build();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.png(Layout.WIDE, 1)));

    int blue = Ink.hex("0072b2").readable().blue();
    boolean found = false;
    for (int y = 0; y < image.getHeight(); y++) {
      found |= (image.getRGB(image.getWidth() / 2, y) & 0xFF) == blue;
    }
    assertThat(image.getWidth()).isEqualTo(760);
    assertThat(found).as("a pixel of the line's colour in the middle column").isTrue();
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

  private static java.util.List<String> texts(Document svg) {
    java.util.List<String> texts = new java.util.ArrayList<>();
    NodeList nodes = svg.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
