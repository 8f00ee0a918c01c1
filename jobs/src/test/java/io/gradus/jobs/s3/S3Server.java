package io.gradus.jobs.s3;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An S3 server of this process: s3proxy over memory, at a free port of the loopback address. It
 * checks signatures, so that a client without the right keys is refused.
 *
 * <p>Its libraries are not those of Spark, so it lives in a class loader of its own, over the jars
 * that the build listed in {@code target/s3proxy.classpath}, and is spoken to by reflection.
 */
public final class S3Server implements AutoCloseable {
  public static final String ACCESS_KEY = "GRADUSTESTACCESSKEY";
  public static final String SECRET_KEY = "gradus+test/SECRET";

  /** The bucket that is there from the start. */
  public static final String BUCKET = "gradus";

  private final URLClassLoader loader;
  private final Object blobs;
  private final Object proxy;

  private S3Server(URLClassLoader loader, Object blobs, Object proxy) {
    this.loader = loader;
    this.blobs = blobs;
    this.proxy = proxy;
  }

  /** Starts a server with an empty bucket. */
  public static S3Server start() {
    URLClassLoader loader =
        new URLClassLoader("s3proxy", jars(), ClassLoader.getPlatformClassLoader());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Object blobs = blobStore(loader);
      Object builder =
          loader.loadClass("org.gaul.s3proxy.S3Proxy").getMethod("builder").invoke(null);
      call(builder, "blobStore", blobs);
      call(builder, "endpoint", URI.create("http://127.0.0.1:0"));
      // The client of Hadoop 3.4 and later sends a checksum, which S3 checks and s3proxy need not.
      call(builder, "ignoreUnknownHeaders", true);
      Object signatures =
          loader
              .loadClass("org.gaul.s3proxy.AuthenticationType")
              .getField("AWS_V2_OR_V4")
              .get(null);
      call(builder, "awsAuthentication", signatures, ACCESS_KEY, SECRET_KEY);
      Object proxy = call(builder, "build");
      call(proxy, "start");
      S3Server server = new S3Server(loader, blobs, proxy);
      call(blobs, "createContainerInLocation", null, BUCKET);
      return server;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("s3proxy cannot be started", e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static URL[] jars() {
    Path list = Path.of("target/s3proxy.classpath");
    try {
      List<URL> urls = new ArrayList<>();
      for (String jar : Files.readString(list).split(File.pathSeparator)) {
        urls.add(Path.of(jar.strip()).toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    } catch (IOException e) {
      throw new IllegalStateException(list + ": expected what process-test-resources makes", e);
    }
  }

  private static Object blobStore(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> contexts = loader.loadClass("org.jclouds.ContextBuilder");
    Class<?> metadata = loader.loadClass("org.jclouds.apis.ApiMetadata");
    Object memory =
        loader
            .loadClass("org.jclouds.blobstore.TransientApiMetadata")
            .getConstructor()
            .newInstance();
    Object builder = contexts.getMethod("newBuilder", metadata).invoke(null, memory);
    call(builder, "credentials", "any", "any");
    Class<?> view = loader.loadClass("org.jclouds.blobstore.BlobStoreContext");
    Object context = contexts.getMethod("build", Class.class).invoke(builder, view);
    return view.getMethod("getBlobStore").invoke(context);
  }

  /** Calls the public method of that name and number of arguments. */
  private static Object call(Object target, String name, Object... arguments)
      throws ReflectiveOperationException {
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
        method.setAccessible(true);
        return method.invoke(target, arguments);
      }
    }
    throw new NoSuchMethodException(target.getClass() + "." + name);
  }

  /** What a client sets in Hadoop's configuration. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(address());
    settings.put("fs.s3a.access.key", ACCESS_KEY);
    settings.put("fs.s3a.secret.key", SECRET_KEY);
    return settings;
  }

  /** The same without keys. */
  public Map<String, String> address() {
    try {
      return Map.of(
          "fs.s3a.endpoint", "http://127.0.0.1:" + call(proxy, "getPort"),
          "fs.s3a.endpoint.region", "us-east-1",
          "fs.s3a.path.style.access", "true",
          "fs.s3a.connection.ssl.enabled", "false",
          // A server that fails fails a test at once.
          "fs.s3a.attempts.maximum", "1",
          "fs.s3a.retry.limit", "0");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      call(proxy, "stop");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("s3proxy cannot be stopped", e);
    } finally {
      loader.close();
    }
  }
}
