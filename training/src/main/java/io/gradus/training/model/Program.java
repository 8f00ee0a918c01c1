package io.gradus.training.model;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

/**
 * A TorchScript program made of texts in resources, run by libtorch.
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

  /** Class of every program, which the texts name in their methods. */
  private static final String CLASS = "Policy";

  private static final List<String> POLICY =
      Stream.of("policy", "rotary", "transformer", "packed", "scoring", "decoding")
          .map(Program::resource)
          .toList();

  private static final Map<List<String>, Program> LOADED = new ConcurrentHashMap<>();

  private final byte[] archive;
  private final Map<String, ConcurrentLinkedDeque<PtSymbolBlock>> idle = new ConcurrentHashMap<>();

  private Program(String source) {
    this.archive = ProgramArchive.pack(CLASS, source);
  }

  /** Moves weights, scores and decodes. */
  static Program policy() {
    return of(POLICY);
  }

  /** Takes the steps of the optimiser, and merges adapters. */
  static Program optimizer() {
    return of(List.of(resource("policy"), resource("optimizer"), resource("adapter")));
  }

  /** Makes products whose speed is measured. */
  static Program speed() {
    return of(List.of(resource("policy"), resource("speed")));
  }

  /** Computes the gradient of a loss. */
  static Program learner(LossProgram loss) {
    List<String> texts = new ArrayList<>(POLICY);
    texts.add(resource("learning"));
    texts.add(resource("adapter"));
    texts.add(loss.text());
    return of(List.copyOf(texts));
  }

  /** Computes a loss at given logprobs. */
  static Program slopes(LossProgram loss) {
    return of(List.of(resource("policy"), loss.text(), resource("slopes")));
  }

  static Program of(List<String> texts) {
    return LOADED.computeIfAbsent(texts, all -> new Program(String.join("", all)));
  }

  /** A manager of tensors on {@code compute}'s device, to be closed by the caller. */
  static NDManager newManager(Compute compute) {
    return TensorEngine.get().newBaseManager(compute.djlDevice());
  }

  /**
   * Runs {@code method}; the results belong to {@code scope}.
   *
   * @throws IllegalStateException if libtorch refuses, naming the method and the source line, or if
   *     the process is ending
   */
  NDList run(NDManager scope, Compute compute, Mode mode, String method, NDArray... inputs) {
    if (QuietEnd.hasBegun()) {
      throw new IllegalStateException("The process is ending");
    }
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
          "Program " + CLASS + "." + method + " failed: " + e.getMessage(), e);
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

  private static String resource(String name) {
    return readResource(Program.class, name + ".torchscript");
  }

  static String readResource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Resource " + name + " is missing beside " + beside);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
