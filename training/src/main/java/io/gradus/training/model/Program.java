package io.gradus.training.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A TorchScript program from a resource, run by libtorch.
 *
 * <p>A call runs a whole method, a decoding loop or a loss with its gradient, without crossing into
 * Java in between. Calls may come from any number of threads: each borrows a loaded module for its
 * duration, since libtorch writes the module's training flag at every call.
 */
final class Program {
  /** Whether a call records operations for {@code torch.autograd.grad} inside the program. */
  enum Mode {
    INFERENCE,
    AUTOGRAD
  }

  private static final Map<String, Program> LOADED = new ConcurrentHashMap<>();

  private final String className;
  private final byte[] archive;
  private final Map<String, ConcurrentLinkedDeque<PtSymbolBlock>> idle = new ConcurrentHashMap<>();

  private Program(String className, String source) {
    this.className = className;
    this.archive = ProgramArchive.pack(className, source);
  }

  /** The program of class {@code className} from the resource of that name beside this class. */
  static Program load(String className, String resource) {
    return LOADED.computeIfAbsent(resource, name -> new Program(className, readResource(name)));
  }

  /** A manager of tensors on {@code compute}'s device, to be closed by the caller. */
  static NDManager newManager(Compute compute) {
    return Engine.getEngine("PyTorch").newBaseManager(compute.djlDevice());
  }

  /**
   * Runs {@code method}; the results belong to {@code scope}.
   *
   * @throws IllegalStateException if libtorch refuses, naming the method and the source line
   */
  NDList run(NDManager scope, Compute compute, Mode mode, String method, NDArray... inputs) {
    NDList arguments = new NDList(inputs.length + 1);
    NDArray name = scope.create(0L);
    name.setName("module_method:" + method);
    arguments.add(name);
    for (NDArray input : inputs) {
      arguments.add(input);
    }
    ConcurrentLinkedDeque<PtSymbolBlock> modules =
        idle.computeIfAbsent(compute.device(), device -> new ConcurrentLinkedDeque<>());
    PtSymbolBlock module = modules.poll();
    if (module == null) {
      module = loadModule(compute);
    }
    try {
      JniUtils.setNumThreads(compute.threads());
      // specialising for every new length costs more than it gains
      JniUtils.setGraphExecutorOptimize(false);
      JniUtils.setGradMode(mode == Mode.AUTOGRAD);
      return IValueUtils.forward(module, arguments, mode == Mode.AUTOGRAD);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "Program " + className + "." + method + " failed: " + e.getMessage(), e);
    } finally {
      modules.push(module);
    }
  }

  private PtSymbolBlock loadModule(Compute compute) {
    // The module has no tensors, so its manager holds nothing; it lives as long as the JVM.
    PtNDManager manager = (PtNDManager) newManager(compute);
    try (InputStream in = new ByteArrayInputStream(archive)) {
      return JniUtils.loadModule(manager, in, true, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readResource(String name) {
    try (InputStream in = Program.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Resource " + name + " is missing beside " + Program.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
