package io.gradus.jobs.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands before an S3 server and answers as one does on a bad day: it is busy, closes connections
 * before or after a request was carried out, and takes its time. Which requests fare how follows
 * from a seed and the order in which they come.
 */
public final class FlakyServer implements Closeable {
  /** What happens to a request. */
  public enum Fault {
    /** It is answered with status 503 and not carried out. */
    BUSY,
    /** The connection is closed before it is carried out. */
    LOST,
    /** It is carried out, and the connection is closed in place of an answer. */
    DROPPED_REPLY,
    /** It is carried out after a while. */
    SLOW
  }

  private static final int DELAY_MILLIS = 40;
  private static final byte[] SLOW_DOWN =
      "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
          .getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int port;
  private final double share;
  private final List<Fault> faults;
  private final Random random;
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);

  private FlakyServer(S3Server behind, double share, long seed, Fault... faults)
      throws IOException {
    this.port = Integer.parseInt(behind.address().get("fs.s3a.endpoint").replaceAll(".*:", ""));
    this.share = share;
    this.faults = List.of(faults);
    this.random = new Random(seed);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /** Starts it; {@code share} of all requests suffer one of the faults. */
  public static FlakyServer start(S3Server behind, double share, long seed, Fault... faults)
      throws IOException {
    FlakyServer flaky = new FlakyServer(behind, share, seed, faults);
    flaky.server.start();
    return flaky;
  }

  /** What a client sets in Hadoop's configuration: to try again, as S3A does, but sooner. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + server.getAddress().getPort());
    settings.put("fs.s3a.attempts.maximum", "3");
    settings.put("fs.s3a.retry.limit", "7");
    settings.put("fs.s3a.retry.interval", "5ms");
    settings.put("fs.s3a.retry.throttle.interval", "5ms");
    return settings;
  }

  /** How many requests suffered what. */
  public Map<Fault, Integer> counts() {
    synchronized (random) {
      return new EnumMap<>(counts);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Fault fault = next();
      if (fault == Fault.BUSY) {
        answer(exchange, 503, SLOW_DOWN);
        return;
      }
      if (fault == Fault.LOST) {
        return;
      }
      if (fault == Fault.SLOW) {
        pause();
      }
      byte[] reply = ask(exchange, body);
      if (fault != Fault.DROPPED_REPLY) {
        pass(exchange, reply);
      }
    }
  }

  /** What the next request suffers; null: nothing. */
  private Fault next() {
    synchronized (random) {
      if (random.nextDouble() >= share) {
        return null;
      }
      Fault fault = faults.get(random.nextInt(faults.size()));
      counts.merge(fault, 1, Integer::sum);
      return fault;
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(DELAY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Asks the server behind, with the very headers that were signed, and reads all it says. */
  private byte[] ask(HttpExchange exchange, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
    head.append(" HTTP/1.1\r\n");
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              String key = name.toLowerCase(Locale.ROOT);
              if (!List.of("connection", "expect", "transfer-encoding").contains(key)) {
                values.forEach(
                    value -> head.append(name).append(": ").append(value).append("\r\n"));
              }
            });
    head.append("Connection: close\r\n\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      return socket.getInputStream().readAllBytes();
    }
  }

  private static void pass(HttpExchange exchange, byte[] reply) throws IOException {
    int end = indexOfBody(reply);
    String[] head = new String(reply, 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
    int status = Integer.parseInt(head[0].split(" ")[1]);
    boolean isChunked = false;
    long length = -1;
    for (String line : Arrays.asList(head).subList(1, head.length)) {
      String name = line.substring(0, line.indexOf(':'));
      String value = line.substring(line.indexOf(':') + 1).strip();
      switch (name.toLowerCase(Locale.ROOT)) {
        case "connection", "date" -> {}
        case "transfer-encoding" -> isChunked = true;
        case "content-length" -> length = Long.parseLong(value);
        default -> exchange.getResponseHeaders().add(name, value);
      }
    }
    byte[] body = Arrays.copyOfRange(reply, end, reply.length);
    if (exchange.getRequestMethod().equals("HEAD")) {
      if (length >= 0) {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
      }
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    answer(exchange, status, isChunked ? joined(body) : body);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean isEmpty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isEmpty ? -1 : body.length);
    if (!isEmpty) {
      exchange.getResponseBody().write(body);
    }
  }

  private static int indexOfBody(byte[] reply) throws IOException {
    for (int i = 3; i < reply.length; i++) {
      if (reply[i] == '\n' && reply[i - 2] == '\n') {
        return i + 1;
      }
    }
    throw new IOException("the server behind gave no answer");
  }

  /** A body that came in chunks. */
  private static byte[] joined(byte[] chunked) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int end = at;
      while (chunked[end] != '\r') {
        end++;
      }
      int size = Integer.parseInt(new String(chunked, at, end - at, StandardCharsets.UTF_8), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      body.write(chunked, end + 2, size);
      at = end + 2 + size + 2;
    }
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.shutdown();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
