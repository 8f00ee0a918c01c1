package io.gradus.jobs.gang;

import io.gradus.jobs.gang.GradientTask.Outcome;
import io.gradus.jobs.gang.GradientTask.Work;
import io.gradus.jobs.policy.ArrayBlocks;
import io.gradus.jobs.policy.ArrayBlocks.Place;
import io.gradus.jobs.policy.BlockWeights;
import io.gradus.jobs.policy.ExecutorPolicies;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.policy.TaskDevice;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.Optimisation;
import io.gradus.training.grpo.Share;
import io.gradus.training.grpo.Share.Found;
import io.gradus.training.hub.WeightSink;
import io.gradus.training.hub.WeightSource;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.Learner.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.resource.ResourceProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gang as the driver sees it: where its members' numbers are, and the stages that change them.
 *
 * <p>A mini-batch takes three: members leave the gradients of their shares; each sums its slice and
 * tells the sum of squares, of which the driver makes the norm; each takes AdamW's step on its
 * slice. Weights are read by those who compute with them, whenever they do not hold them yet.
 */
public final class Gang implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gang.class);

  private final JavaSparkContext spark;
  private final GangPlan plan;
  private final GangStage stage;
  private final GangSeconds seconds;
  private final Set<TaskDevice> devices = new HashSet<>();
  private GangState state;

  /**
   * A gang without numbers, which {@link #load} brings.
   *
   * @param profile what members ask Spark for, in place of the default
   * @param patience how long a stage may take
   */
  public Gang(
      JavaSparkContext spark, GangPlan plan, Optional<ResourceProfile> profile, Duration patience) {
    this.spark = spark;
    this.plan = plan;
    this.stage = new GangStage(spark, plan.slices().members(), profile, patience);
    this.seconds = GangSeconds.of(spark.sc());
    this.state = GangState.empty(spark, plan, 0);
  }

  /** Gives numbers piece by piece, in the order of the flat buffer. */
  @FunctionalInterface
  public interface Reader {
    /** Reads all. */
    void readInto(WeightSink sink) throws IOException;
  }

  /**
   * Brings weights and moments to the members.
   *
   * @param moments those of AdamW; none: all are 0
   * @param steps that AdamW has taken
   */
  public void load(Reader weights, Map<Moment, Reader> moments, long steps) throws IOException {
    state.remove();
    state = GangState.empty(spark, plan, steps);
    GangState target = state;
    load("weights", weights, target::putWeights);
    load("first moments", moments.get(Moment.FIRST), target.first());
    load("second moments", moments.get(Moment.SECOND), target.second());
  }

  private void load(String what, Reader reader, ArrayBlocks target) throws IOException {
    if (reader == null) {
      stage.run("gang: zero " + what, members(), new Zero(plan, target));
    } else {
      load(what, reader, (index, values) -> target.put(index, values, Place.MEMORY));
    }
  }

  private void load(String what, Reader reader, BlockLoader.Receiver receiver) throws IOException {
    BlockLoader loader =
        new BlockLoader(spark, stage, plan.slices(), "gang: load " + what, receiver);
    reader.readInto(loader);
    loader.finish();
  }

  /** Brings weights to the members that are to stay as they are, to be read under a slot. */
  public FrozenWeights freeze(String slot, Reader weights) throws IOException {
    ArrayBlocks master = ArrayBlocks.create(spark);
    load("reference", weights, (index, values) -> master.put(index, values, Place.DISK));
    return new FrozenWeights(slot, plan, master);
  }

  /** The present weights as they are, to be read under a slot; members make a copy. */
  public FrozenWeights freeze(String slot) {
    ArrayBlocks copy = ArrayBlocks.create(spark);
    stage.run("gang: copy weights", members(), new Copy(plan, state.master(), copy));
    return new FrozenWeights(slot, plan, copy);
  }

  /** The policy as it is now. */
  public PolicyVersion policy() {
    return state.weights(plan).version(plan.slot());
  }

  /** Its weights, read on the driver piece by piece. */
  public WeightSource weights() {
    return BlockWeights.source(plan.slices(), state.master());
  }

  /** A moment, likewise. */
  public WeightSource moment(Moment moment) {
    return BlockWeights.source(
        plan.slices(), moment == Moment.FIRST ? state.first() : state.second());
  }

  /** Steps that AdamW has taken. */
  public long steps() {
    return state.steps();
  }

  /**
   * The gang as a step's update uses it.
   *
   * @param what the step is called in errors
   */
  public Optimisation optimisation(GrpoSettings settings, String what) {
    return new Update(settings, what);
  }

  private void log(TaskDevice device) {
    if (device.isNotable() && devices.add(device)) {
      LOG.info("{}", device.show());
    }
  }

  private List<Integer> members() {
    return IntStream.range(0, plan.slices().members()).boxed().toList();
  }

  /** Of one step. */
  private final class Update implements Optimisation {
    private final GrpoSettings settings;
    private final String what;
    private final List<ArrayBlocks> gradients = new ArrayList<>();
    private boolean finite = true;

    Update(GrpoSettings settings, String what) {
      this.settings = settings;
      this.what = what;
    }

    private String called(String part) {
      return "%s, optimiser step %d: %s".formatted(what, state.steps() + 1, part);
    }

    @Override
    public Found accumulate(Share miniBatch) {
      List<Share> shares = miniBatch.split(plan.slices().members());
      List<Work> work = new ArrayList<>();
      for (int member = 0; member < shares.size(); member++) {
        work.add(new Work(member, shares.get(member)));
      }
      ArrayBlocks gradient = ArrayBlocks.create(spark);
      gradients.add(gradient);
      List<Outcome> outcomes =
          stage.run(
              called("gradients"),
              work,
              new GradientTask(plan, policy(), settings, gradient, seconds));
      outcomes.forEach(outcome -> log(outcome.device()));
      return Found.join(outcomes.stream().map(Outcome::found).toList());
    }

    @Override
    public double step(AdamW optimizer) {
      ArrayBlocks sums = ArrayBlocks.create(spark);
      List<Double> squares =
          stage.run(called("sums"), members(), new SumTask(plan, gradients, sums));
      gradients.forEach(ArrayBlocks::remove);
      gradients.clear();
      double sum = 0;
      for (double part : squares) {
        sum += part;
      }
      double norm = Math.sqrt(sum);
      if (!Double.isFinite(norm)) {
        sums.remove();
        throw new ArithmeticException(
            "The gradient's norm is %s at %s; weights are unchanged".formatted(norm, what));
      }
      GangState next = GangState.empty(spark, plan, state.steps() + 1);
      finite =
          stage
              .run(
                  called("AdamW"),
                  members(),
                  new StepTask(plan, state, next, sums, optimizer, norm))
              .stream()
              .allMatch(all -> all);
      sums.remove();
      state.remove();
      state = next;
      return norm;
    }

    @Override
    public boolean isFinite() {
      return finite;
    }
  }

  /** Stores zeros. */
  private record Zero(GangPlan plan, ArrayBlocks target)
      implements FlatMapFunction<Iterator<Integer>, Integer> {
    @Override
    public Iterator<Integer> call(Iterator<Integer> members) {
      int member = members.next();
      for (int number = 0; number < plan.slices().chunks(member); number++) {
        target.put(
            plan.slices().index(member, number),
            new float[plan.slices().size(member, number)],
            Place.MEMORY);
      }
      return List.of(member).iterator();
    }
  }

  /** Stores a member's slice once more. */
  private record Copy(GangPlan plan, ArrayBlocks from, ArrayBlocks to)
      implements FlatMapFunction<Iterator<Integer>, Integer> {
    @Override
    public Iterator<Integer> call(Iterator<Integer> members) {
      int member = members.next();
      for (int number = 0; number < plan.slices().chunks(member); number++) {
        int index = plan.slices().index(member, number);
        to.put(index, from.floats(index), Place.DISK);
      }
      return List.of(member).iterator();
    }
  }

  /** Removes what the members hold. */
  @Override
  public void close() {
    state.remove();
    stage.close();
    ExecutorPolicies.release(plan.slot());
  }
}
