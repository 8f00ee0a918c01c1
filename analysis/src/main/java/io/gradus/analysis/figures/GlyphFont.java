package io.gradus.analysis.figures;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Glyph outlines and advance widths of a TrueType font, read without the platform's font system.
 *
 * <p>Java2D's own text needs fontconfig and an installed font and draws differently from machine to
 * machine; outlines do neither. Reads the tables {@code head}, {@code hhea}, {@code maxp}, {@code
 * cmap} (format 4), {@code loca}, {@code hmtx} and {@code glyf} (OpenType 1.9, chapter 5), simple
 * and composite glyphs; hinting and kerning are not applied. A character the font lacks is drawn as
 * the font's missing-glyph box.
 */
final class GlyphFont {
  private static final int ON_CURVE = 0x01;
  private static final int X_SHORT = 0x02;
  private static final int Y_SHORT = 0x04;
  private static final int REPEAT = 0x08;
  private static final int X_SAME_OR_POSITIVE = 0x10;
  private static final int Y_SAME_OR_POSITIVE = 0x20;
  private static final int ARGS_ARE_WORDS = 0x0001;
  private static final int HAS_SCALE = 0x0008;
  private static final int MORE_COMPONENTS = 0x0020;
  private static final int HAS_XY_SCALE = 0x0040;
  private static final int HAS_TWO_BY_TWO = 0x0080;

  private final ByteBuffer file;
  private final Map<String, Integer> tables = new HashMap<>();
  private final int unitsPerEm;
  private final boolean longOffsets;
  private final int advances;

  private GlyphFont(byte[] bytes) {
    file = ByteBuffer.wrap(bytes);
    int count = file.getShort(4);
    for (int i = 0; i < count; i++) {
      int entry = 12 + 16 * i;
      String tag = new String(bytes, entry, 4, StandardCharsets.US_ASCII);
      tables.put(tag, file.getInt(entry + 8));
    }
    unitsPerEm = u16(table("head") + 18);
    longOffsets = file.getShort(table("head") + 50) == 1;
    advances = u16(table("hhea") + 34);
  }

  /** The font in the named resource of this package. */
  static GlyphFont load(String resource) {
    try (InputStream in = GlyphFont.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Font resource " + resource + " is missing from the jar");
      }
      return new GlyphFont(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read font resource " + resource, e);
    }
  }

  /** Width of the text in pixels at the given size in pixels per em. */
  double width(String text, double size) {
    double units = text.codePoints().mapToDouble(c -> advance(glyph(c))).sum();
    return units * size / unitsPerEm;
  }

  /** Outline of the text with its baseline starting at (x, y), y growing downwards. */
  Path2D outline(String text, double x, double y, double size) {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double scale = size / unitsPerEm;
    double pen = x;
    for (int c : text.codePoints().toArray()) {
      int glyph = glyph(c);
      path.append(
          outline(glyph).getPathIterator(new AffineTransform(scale, 0, 0, -scale, pen, y)), false);
      pen += advance(glyph) * scale;
    }
    return path;
  }

  /** Glyph index of a code point through a format 4 character map; 0 where the font has none. */
  private int glyph(int codePoint) {
    int cmap = table("cmap");
    int sub = cmap + file.getInt(cmap + 8);
    int segments = u16(sub + 6) / 2;
    int ends = sub + 14;
    int starts = ends + 2 * segments + 2;
    int deltas = starts + 2 * segments;
    int offsets = deltas + 2 * segments;
    for (int s = 0; s < segments; s++) {
      if (codePoint > u16(ends + 2 * s)) {
        continue;
      }
      int start = u16(starts + 2 * s);
      if (codePoint < start) {
        return 0;
      }
      int offset = u16(offsets + 2 * s);
      int delta = u16(deltas + 2 * s);
      if (offset == 0) {
        return (codePoint + delta) & 0xFFFF;
      }
      int glyph = u16(offsets + 2 * s + offset + 2 * (codePoint - start));
      return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
    }
    return 0;
  }

  private int advance(int glyph) {
    return u16(table("hmtx") + 4 * Math.min(glyph, advances - 1));
  }

  private Path2D outline(int glyph) {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    int loca = table("loca");
    int from = longOffsets ? file.getInt(loca + 4 * glyph) : 2 * u16(loca + 2 * glyph);
    int to = longOffsets ? file.getInt(loca + 4 * glyph + 4) : 2 * u16(loca + 2 * glyph + 2);
    if (from == to) {
      return path;
    }
    int at = table("glyf") + from;
    int contours = file.getShort(at);
    if (contours >= 0) {
      simple(path, at, contours);
    } else {
      composite(path, at + 10);
    }
    return path;
  }

  private void composite(Path2D path, int start) {
    int at = start;
    int flags;
    do {
      flags = u16(at);
      int component = u16(at + 2);
      at += 4;
      boolean words = (flags & ARGS_ARE_WORDS) != 0;
      double dx = words ? file.getShort(at) : file.get(at);
      double dy = words ? file.getShort(at + 2) : file.get(at + 1);
      at += words ? 4 : 2;
      double a = 1;
      double b = 0;
      double c = 0;
      double d = 1;
      if ((flags & HAS_SCALE) != 0) {
        a = d = f2dot14(at);
        at += 2;
      } else if ((flags & HAS_XY_SCALE) != 0) {
        a = f2dot14(at);
        d = f2dot14(at + 2);
        at += 4;
      } else if ((flags & HAS_TWO_BY_TWO) != 0) {
        a = f2dot14(at);
        b = f2dot14(at + 2);
        c = f2dot14(at + 4);
        d = f2dot14(at + 6);
        at += 8;
      }
      path.append(
          outline(component).getPathIterator(new AffineTransform(a, b, c, d, dx, dy)), false);
    } while ((flags & MORE_COMPONENTS) != 0);
  }

  private void simple(Path2D path, int at, int contours) {
    int points = contours == 0 ? 0 : u16(at + 10 + 2 * (contours - 1)) + 1;
    int instructions = u16(at + 10 + 2 * contours);
    int cursor = at + 12 + 2 * contours + instructions;
    int[] flags = new int[points];
    for (int i = 0; i < points; i++) {
      int flag = file.get(cursor++) & 0xFF;
      int repeats = (flag & REPEAT) != 0 ? file.get(cursor++) & 0xFF : 0;
      for (int r = 0; r <= repeats; r++) {
        flags[i + r] = flag;
      }
      i += repeats;
    }
    int[] xs = new int[points];
    cursor = coordinates(cursor, flags, xs, X_SHORT, X_SAME_OR_POSITIVE);
    int[] ys = new int[points];
    coordinates(cursor, flags, ys, Y_SHORT, Y_SAME_OR_POSITIVE);
    int first = 0;
    for (int c = 0; c < contours; c++) {
      int last = u16(at + 10 + 2 * c);
      contour(path, flags, xs, ys, first, last - first + 1);
      first = last + 1;
    }
  }

  private int coordinates(int start, int[] flags, int[] out, int shortBit, int sameBit) {
    int cursor = start;
    int value = 0;
    for (int i = 0; i < flags.length; i++) {
      boolean same = (flags[i] & sameBit) != 0;
      if ((flags[i] & shortBit) != 0) {
        int delta = file.get(cursor++) & 0xFF;
        value += same ? delta : -delta;
      } else if (!same) {
        value += file.getShort(cursor);
        cursor += 2;
      }
      out[i] = value;
    }
    return cursor;
  }

  /** Quadratic splines: between two off-curve points lies an implied on-curve point halfway. */
  private static void contour(Path2D path, int[] flags, int[] xs, int[] ys, int first, int n) {
    if (n < 2) {
      return;
    }
    int begin = 0;
    while (begin < n && (flags[first + begin] & ON_CURVE) == 0) {
      begin++;
    }
    boolean allOff = begin == n;
    begin = allOff ? 0 : begin;
    double sx = xs[first + begin];
    double sy = ys[first + begin];
    if (allOff) {
      sx = (sx + xs[first + n - 1]) / 2;
      sy = (sy + ys[first + n - 1]) / 2;
    }
    path.moveTo(sx, sy);
    for (int k = allOff ? 0 : 1; k < n; k++) {
      int i = first + (begin + k) % n;
      if ((flags[i] & ON_CURVE) != 0) {
        path.lineTo(xs[i], ys[i]);
        continue;
      }
      int next = first + (begin + k + 1) % n;
      boolean wraps = k == n - 1;
      double ex = wraps ? sx : xs[next];
      double ey = wraps ? sy : ys[next];
      if (!wraps && (flags[next] & ON_CURVE) == 0) {
        ex = (xs[i] + ex) / 2;
        ey = (ys[i] + ey) / 2;
      } else if (!wraps) {
        k++;
      }
      path.quadTo(xs[i], ys[i], ex, ey);
    }
    path.closePath();
  }

  private int table(String tag) {
    Integer offset = tables.get(tag);
    if (offset == null) {
      throw new IllegalStateException("Font has no table '" + tag + "'");
    }
    return offset;
  }

  private int u16(int at) {
    return file.getShort(at) & 0xFFFF;
  }

  private double f2dot14(int at) {
    return file.getShort(at) / 16384.0;
  }
}
