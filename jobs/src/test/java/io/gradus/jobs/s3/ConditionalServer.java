package io.gradus.jobs.s3;

import static org.awaitility.Awaitility.await;

import io.gradus.jobs.python.PythonEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * An S3 server that honours {@code If-None-Match} and {@code If-Match} of writes: moto, in a
 * process of its own that ends with this one. s3proxy, in {@link S3Server}, takes no notice of
 * them.
 */
public final class ConditionalServer implements AutoCloseable {
  /** The bucket that is there from the start. */
  public static final String BUCKET = "gradus";

  private static final Path PYTHON = Path.of("src/test/python").toAbsolutePath();
  private static final Pattern PORT = Pattern.compile("port (\\d+)");

  private final Process process;
  private final String address;

  private ConditionalServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts a server with an empty bucket, whose output goes to a file of the folder. */
  public static ConditionalServer start(Path folder) throws IOException, InterruptedException {
    PythonEnvironment python = PythonEnvironment.of("moto", PYTHON.resolve("moto.txt"));
    Path log = folder.resolve("moto.log");
    Process process =
        python
            .process("python", PYTHON.resolve("serve_s3.py").toString())
            .redirectOutput(log.toFile())
            .start();
    String port =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> PORT.matcher(read(log, process)), Matcher::find)
            .group(1);
    ConditionalServer server = new ConditionalServer(process, "http://127.0.0.1:" + port);
    HttpURLConnection put =
        (HttpURLConnection) URI.create(server.address + "/" + BUCKET).toURL().openConnection();
    put.setRequestMethod("PUT");
    if (put.getResponseCode() != 200) {
      throw new IOException("the bucket was not made: " + put.getResponseCode());
    }
    return server;
  }

  private static String read(Path log, Process process) {
    try {
      String text = Files.readString(log);
      if (!process.isAlive()) {
        throw new AssertionError("moto has ended: " + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a client sets. */
  public Configuration hadoop() {
    Configuration hadoop = new Configuration();
    Map.of(
            "fs.s3a.endpoint", address,
            "fs.s3a.endpoint.region", "us-east-1",
            "fs.s3a.path.style.access", "true",
            "fs.s3a.connection.ssl.enabled", "false",
            "fs.s3a.access.key", "any",
            "fs.s3a.secret.key", "any",
            "fs.s3a.impl.disable.cache", "true",
            "gradus.owner.settle", "1ms",
            // Long enough for a busy machine to renew in time; who finds a record waits for so
            // long.
            "gradus.owner.lease", "2s")
        .forEach(hadoop::set);
    return hadoop;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
