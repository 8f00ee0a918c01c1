package io.gradus.jobs.policy;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import io.gradus.jobs.config.DeviceConfig.Choice;
import io.gradus.training.model.Compute;
import io.gradus.training.model.TensorEngine;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import scala.collection.JavaConverters;

/**
 * What a process computes on, and what Spark had assigned to it.
 *
 * @param process executor id, or {@code driver}
 * @param addresses of GPUs, as Spark's discovery script named them; none where Spark manages none
 * @param device DJL's name of the device in use: {@code cpu}, {@code gpu0} …
 */
public record TaskDevice(String process, List<String> addresses, String device)
    implements Serializable {
  private static final String GPU = "gpu";

  public TaskDevice {
    addresses = List.copyOf(addresses);
  }

  /** Of the task that calls. */
  public static TaskDevice ofTask(Choice choice) {
    return of(SparkEnv.get().executorId(), choice, TaskContext.get().resourcesJMap());
  }

  /** Of the driver. */
  public static TaskDevice ofDriver(Choice choice, SparkContext spark) {
    return of("driver", choice, JavaConverters.mapAsJavaMap(spark.resources()));
  }

  private static TaskDevice of(
      String process, Choice choice, Map<String, ResourceInformation> resources) {
    ResourceInformation gpu = resources.get(GPU);
    List<String> addresses = gpu == null ? List.of() : List.of(gpu.addresses());
    boolean mayUseCuda = choice == Choice.CUDA || (choice == Choice.AUTO && !addresses.isEmpty());
    return choose(process, choice, addresses, mayUseCuda ? cudaDevices() : 0);
  }

  /**
   * Decides.
   *
   * @param devices CUDA devices that libtorch can use
   * @throws IllegalStateException if CUDA is asked for and the device is not there
   */
  static TaskDevice choose(String process, Choice choice, List<String> addresses, int devices) {
    boolean assigned = !addresses.isEmpty();
    if (choice == Choice.CPU || (choice == Choice.AUTO && (!assigned || devices == 0))) {
      return new TaskDevice(process, addresses, "cpu");
    }
    String address = assigned ? addresses.get(0) : "0";
    if (!address.matches("\\d{1,4}") || Integer.parseInt(address) >= devices) {
      throw new IllegalStateException(
          "device = cuda, but %s was given the GPU address %s where libtorch can use %d CUDA devices; expected an index"
                  .formatted(process, address, devices)
              + " below that, and Gradus's jar built with -Pcuda");
    }
    return new TaskDevice(process, addresses, GPU + address);
  }

  private static int cudaDevices() {
    Engine engine = TensorEngine.get();
    return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
  }

  /** The same arithmetic on this device. */
  public Compute compute(Compute wanted) {
    return new Compute(device, wanted.threads(), wanted.dtype());
  }

  /** Whether there is anything to say that is not so by itself. */
  public boolean isNotable() {
    return !addresses.isEmpty() || !device.equals("cpu");
  }

  /** For a log. */
  public String show() {
    String who = process.equals("driver") ? process : "executor " + process;
    return addresses.isEmpty()
        ? "%s computes on %s".formatted(who, device)
        : "%s was given gpu %s, computes on %s"
            .formatted(who, String.join(", ", addresses), device);
  }
}
