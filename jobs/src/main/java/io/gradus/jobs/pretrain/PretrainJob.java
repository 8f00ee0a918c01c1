package io.gradus.jobs.pretrain;

import io.gradus.datasets.arithmetic.ArithmeticCorpus;
import io.gradus.datasets.arithmetic.ArithmeticTask;
import io.gradus.datasets.arithmetic.CorpusMix;
import io.gradus.datasets.arithmetic.CorpusText;
import io.gradus.datasets.importing.GoldCheck;
import io.gradus.jobs.config.EvaluateConfig.Benchmark;
import io.gradus.jobs.config.PretrainConfig;
import io.gradus.jobs.config.PretrainConfig.Phase;
import io.gradus.jobs.policy.Digests;
import io.gradus.jobs.policy.ScratchFolder;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.problems.ProblemLoader;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelConfigBuilder;
import io.gradus.training.hub.ModelDirectoryWriter;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Learner;
import io.gradus.training.model.LearningRate;
import io.gradus.training.model.Policy;
import io.gradus.training.pretrain.Example;
import io.gradus.training.pretrain.Initializer;
import io.gradus.training.pretrain.SupervisedStep;
import io.gradus.training.text.CharTokenizer;
import io.gradus.training.text.CharTokenizer.Beginning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;

/**
 * Makes a small Llama from scratch: a character tokenizer, initial weights, and supervised
 * next-token training on arithmetic text that executors make up and tokenise. The directory appears
 * when it is done; until then checkpoints stand beside it, from which a stopped job resumes. The
 * same settings give the same bytes, stopped or not.
 */
public final class PretrainJob {
  /** Examples that one task makes: a few batches, so that the driver never holds many. */
  private static final int EXAMPLES_PER_TASK = 4096;

  private static final int MICRO_BATCH_TOKENS = 16_384;
  private static final int STEPS_PER_CHECKPOINT = 500;

  private final SparkSession spark;
  private final TrainListener listener;
  private final int stepsPerCheckpoint;

  public PretrainJob(SparkSession spark, TrainListener listener) {
    this(spark, listener, STEPS_PER_CHECKPOINT);
  }

  PretrainJob(SparkSession spark, TrainListener listener, int stepsPerCheckpoint) {
    this.spark = spark;
    this.listener = listener;
    this.stepsPerCheckpoint = stepsPerCheckpoint;
  }

  /**
   * Trains a model from scratch by {@code config.phases} and writes it.
   *
   * @param heldOut problems that the corpus leaves out, if so configured
   * @param target directory to be made
   */
  public void run(PretrainConfig config, List<Benchmark> heldOut, Path target) throws IOException {
    try (ScratchFolder scratchFolder = ScratchFolder.create("pretrain")) {
      Path scratch = scratchFolder.path();
      int vocabulary = writeTokenizer(config, scratch);
      TokenizerBundle tokenizer = TokenizerBundle.read(scratch);
      int eos = tokenizer.tokenizer().specialTokenId("eos_token").orElseThrow();
      ModelConfig model = modelConfig(config, vocabulary, eos);
      Compute compute = Compute.cpu(config.threads(), config.dtype());
      try (Policy policy = Policy.allocate(model, compute);
          Learner learner = new Learner(policy)) {
        Initializer.fill(policy, config.seed());
        listener.noted(
            String.format(
                Locale.ROOT,
                "Pre-training %,d parameters (%,d without the embedding)",
                policy.layout().totalLength(),
                policy.layout().nonEmbeddingParameters()));
        PartialModel partial = new PartialModel(target, ModelIdentity.of(config, heldOut));
        train(
            new Course(config, config.phases(), 0, config.warmUp()),
            heldOut,
            new Tokens(tokenizer, eos, scratch),
            learner,
            partial);
        new ModelDirectoryWriter(model, policy::read).copyingFilesFrom(scratch).save(target);
        partial.discard();
      }
    }
  }

  /**
   * Writes the tokenizer that a model made by these settings has.
   *
   * @return size of its vocabulary
   */
  public static int writeTokenizer(PretrainConfig config, Path folder) throws IOException {
    return CharTokenizer.write(
        folder, ArithmeticCorpus.alphabet(config.corpus().task()), Beginning.NONE);
  }

  /**
   * Trains a model that {@link #run} has made further, by {@code config.finetune}, and writes it.
   *
   * @param base directory of the model to begin from
   */
  public void finetune(PretrainConfig config, List<Benchmark> heldOut, Path base, Path target)
      throws IOException {
    TokenizerBundle tokenizer = TokenizerBundle.read(base);
    int eos = tokenizer.tokenizer().specialTokenId("eos_token").orElseThrow();
    try (Policy policy =
            Checkpoint.loadPolicy(base, Compute.cpu(config.threads(), config.dtype()));
        Learner learner = new Learner(policy)) {
      listener.noted("Fine-tuning " + base);
      long seen = (long) steps(config.phases()) * config.batch();
      PartialModel partial =
          new PartialModel(target, ModelIdentity.of(config, heldOut).from(Digests.ofModel(base)));
      train(
          new Course(config, config.finetune(), seen, 0),
          heldOut,
          new Tokens(tokenizer, eos, base),
          learner,
          partial);
      new ModelDirectoryWriter(policy.config(), policy::read).copyingFilesFrom(base).save(target);
      partial.discard();
    }
  }

  /**
   * A stretch of training.
   *
   * @param firstText number of the first text of the corpus that it uses
   * @param warmUp steps over which the first phase's learning rate rises
   */
  private record Course(PretrainConfig config, List<Phase> phases, long firstText, int warmUp) {}

  private static int steps(List<Phase> phases) {
    return phases.stream().mapToInt(Phase::steps).sum();
  }

  /**
   * @param files folder of the tokenizer's files
   */
  private record Tokens(TokenizerBundle tokenizer, int eos, Path files) {}

  /** The shape of a model made by these settings with so many tokens. */
  public static ModelConfig shape(PretrainConfig config, int vocabulary) {
    return modelConfig(config, vocabulary, 0);
  }

  private static ModelConfig modelConfig(PretrainConfig config, int vocabulary, int eos) {
    PretrainConfig.Size size = config.size();
    ModelConfigBuilder builder =
        ModelConfig.builder(Architecture.LLAMA)
            .vocabSize(vocabulary)
            .hiddenSize(size.hidden())
            .intermediateSize(size.intermediate())
            .layers(size.layers())
            .heads(size.heads())
            .kvHeads(size.kvHeads())
            .ropeTheta(config.ropeTheta())
            .maxPositions(config.maxPositions())
            .eosTokenIds(List.of(eos))
            .padTokenId(0);
    return (config.headTied() ? builder.tiedEmbeddings() : builder).build();
  }

  private void train(
      Course course, List<Benchmark> heldOut, Tokens tokens, Learner learner, PartialModel partial)
      throws IOException {
    PretrainConfig config = course.config();
    Set<String> excluded = config.corpus().skipTestProblems() ? prompts(heldOut) : Set.of();
    ArithmeticTask task = new ArithmeticTask(config.corpus().task(), excluded);
    SupervisedStep step = new SupervisedStep(learner, config.optimizer(), MICRO_BATCH_TOKENS);
    int all = steps(course.phases());
    long firstText = course.firstText();
    int first = partial.restore(learner);
    if (first > 0) {
      listener.noted("Resuming after step " + first);
    }
    int phaseBegin = 0;
    for (int p = 0; p < course.phases().size(); p++) {
      Phase phase = course.phases().get(p);
      LearningRate rate =
          new LearningRate(
              phase.learningRate(), p == 0 ? course.warmUp() : 0, phase.steps(), phase.schedule());
      CorpusMix mix = new CorpusMix(phase.direct(), phase.broken(), phase.noise());
      int from = Math.min(phase.steps(), Math.max(0, first - phaseBegin));
      long count = (long) phase.steps() * config.batch();
      long skipped = (long) from * config.batch();
      Iterator<Example> examples =
          examples(
              new ExampleMaker(new ArithmeticCorpus(task, mix), tokens, config.seed()),
              firstText + skipped,
              count - skipped);
      firstText += count;
      for (int i = from; i < phase.steps(); i++) {
        List<Example> batch = new ArrayList<>(config.batch());
        for (int b = 0; b < config.batch(); b++) {
          batch.add(examples.next());
        }
        double loss = step.run(batch, rate.at(i));
        int done = phaseBegin + i + 1;
        if (done % config.logEvery() == 0 || done == all) {
          listener.noted(
              String.format(Locale.ROOT, "pre-training step %d/%d  loss %.4f", done, all, loss));
        }
        if (done % stepsPerCheckpoint == 0 && done < all) {
          partial.save(learner, tokens.files(), done);
        }
      }
      phaseBegin += phase.steps();
    }
  }

  private Set<String> prompts(List<Benchmark> heldOut) {
    ProblemLoader loader = new ProblemLoader(spark);
    Set<String> prompts = new HashSet<>();
    for (Benchmark set : heldOut) {
      prompts.addAll(
          ProblemLoader.prompts(
              loader.load(set.problems(), set.name(), Set.of(), GoldCheck.Policy.WARN)));
    }
    return prompts;
  }

  private Iterator<Example> examples(ExampleMaker maker, long first, long count) {
    List<long[]> ranges = new ArrayList<>();
    for (long from = first; from < first + count; from += EXAMPLES_PER_TASK) {
      ranges.add(new long[] {from, Math.min(first + count, from + EXAMPLES_PER_TASK)});
    }
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(ranges, Math.max(1, ranges.size()))
        .flatMap(maker)
        .toLocalIterator();
  }

  /** Makes the examples of a range of corpus indices, on an executor. */
  private static final class ExampleMaker implements FlatMapFunction<long[], Example> {
    private static final long serialVersionUID = 1;

    private final ArithmeticCorpus corpus;
    private final TokenizerBundle tokenizer;
    private final int eos;
    private final long seed;

    ExampleMaker(ArithmeticCorpus corpus, Tokens tokens, long seed) {
      this.corpus = corpus;
      this.tokenizer = tokens.tokenizer();
      this.eos = tokens.eos();
      this.seed = seed;
    }

    @Override
    public Iterator<Example> call(long[] range) {
      List<Example> examples = new ArrayList<>();
      for (long i = range[0]; i < range[1]; i++) {
        CorpusText text = corpus.text(seed, i);
        int[] target = tokenizer.tokenizer().encodeWithoutSpecialTokens(text.target());
        int[] ended = Arrays.copyOf(target, target.length + 1);
        ended[target.length] = eos;
        examples.add(new Example(tokenizer.tokenizer().encode(text.prompt()), ended));
      }
      return examples.iterator();
    }
  }
}
