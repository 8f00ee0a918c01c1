"""Gradus in PySpark: a session, a store's tables, and thin wrappers of the Spark ML stages in Gradus's jar.

    spark = gradus_spark.session()
    gradus_spark.create_views(spark, "out/quickstart/store")
    spark.sql("SELECT step, reward_mean FROM steps").show()

    generator = RolloutGenerator(modelUrl="models/smollm2", inputCol="question", samples=4)
    rollouts = generator.transform(problems)

A stage's parameters are the constructor's keyword arguments, with the Java stages' names and defaults;
explainParams() tells of them. Stages take part in Pipelines and persist: write().overwrite().save(path),
load(path). They work in sessions of Spark Connect too, where the server is Spark 4 and has Gradus's jar.
"""

import os
import pathlib
import sys

from pyspark import __version__
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaTransformer
from pyspark.sql import SparkSession
from pyspark.sql.utils import is_remote

__all__ = ["LogprobScorer", "RewardVerifier", "RolloutGenerator", "create_views", "session"]

_FOLDER = pathlib.Path(__file__).resolve().parent
# The jar for the line of Spark that is installed.
_NAME = "gradus-spark4_2.13.jar" if __version__.startswith("4.") else "gradus-spark3.5_2.12.jar"
_JAR = _FOLDER.parent / "jobs" / "target" / _NAME


def session(master="local[2]", conf=None):
    """A session with Gradus's jar for this Spark: the one that ./gradus builds, or that GRADUS_JAR names.

    `conf` holds further settings of Spark.
    """
    jar = pathlib.Path(os.environ.get("GRADUS_JAR", _JAR))
    if not jar.is_file():
        raise FileNotFoundError(f"{jar} does not exist, expected Gradus's jar, which ./gradus --classpath builds")
    # Where there is one process, nothing has to be copied.
    way = "spark.driver.extraClassPath" if master.startswith("local[") else "spark.jars"
    builder = SparkSession.builder.master(master).appName("gradus").config(way, str(jar))
    builder.config("spark.driver.extraJavaOptions", f"-Dlog4j2.configurationFile={_FOLDER.as_uri()}/log4j2.properties")
    builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    builder.config("spark.sql.shuffle.partitions", "4")
    for name, value in (conf or {}).items():
        builder.config(name, value)
    return builder.getOrCreate()


def create_views(spark, store):
    """Makes temporary views of the tables of a run store, as far as runs have committed them.

    Also makes the SQL function math_equal(gold, completion) known.
    """
    _require_own_process("create_views")
    gradus = spark._jvm.io.gradus
    gradus.jobs.store.StoreReader.open(spark._jsparkSession, str(store)).createViews()
    gradus.rewards.spark.MathEqual.register(spark._jsparkSession)


def _require_own_process(what):
    if is_remote():
        raise NotImplementedError(f"{what} calls Gradus's jar in this process, expected a session without Spark Connect")


class _Reader(JavaMLReader):
    """Reads stages whose Java classes are not Spark's own."""

    @classmethod
    def _java_loader_class(cls, clazz):
        return clazz._java_class


class _Stage(JavaTransformer, JavaMLReadable, JavaMLWritable):
    _java_class = ""
    _defaults = {}  # the Java stage's; over Spark Connect there is no Java stage to ask

    def __init__(self, **parameters):
        super().__init__()
        self._java_obj = self._new_java_obj(self._java_class, self.uid)
        self._setDefault(**self._defaults)
        self.setParams(**parameters)

    def setParams(self, **parameters):
        """Sets parameters by name."""
        for name in parameters:
            if not self.hasParam(name):
                known = ", ".join(param.name for param in self.params)
                raise TypeError(f"{type(self).__name__} has no parameter {name}, expected one of {known}")
        return self._set(**parameters)

    @classmethod
    def read(cls):
        return super().read() if is_remote() else _Reader(cls)


def _text(name, doc):
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toString)


def _whole(name, doc):
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toInt)


def _real(name, doc):
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toFloat)


class _ModelStage(_Stage):
    _defaults = {"engine": "PyTorch", "buckets": 1, "dtype": "float32", "threads": 1}

    modelUrl = _text("modelUrl", "Hugging Face model directory, a path or a URL such as s3a://")
    engine = _text("engine", "DJL engine: PyTorch")
    batchSize = _whole("batchSize", "different inputs that are computed together")
    buckets = _whole("buckets", "parts that inputs are put in order in, a task each")
    outputCol = _text("outputCol", "column to add")
    dtype = _text("dtype", "arithmetic of the model: float32 or bfloat16")
    threads = _whole("threads", "libtorch threads of a task, at most spark.task.cpus")


class RolloutGenerator(_ModelStage):
    """Samples completions of prompts: every row comes back once for each sample, with a struct column."""

    _java_class = "io.gradus.jobs.ml.RolloutGenerator"
    _defaults = {
        **_ModelStage._defaults,
        "batchSize": 8,
        "outputCol": "rollout",
        "inputCol": "prompt",
        "keyCol": "",
        "template": "chat",
        "templateOptions": "{}",
        "answerPrefix": "",
        "samples": 1,
        "maxTokens": 1024,
        "temperature": 1.0,
        "topP": 1.0,
        "topK": 0,
        "seed": 1,
    }

    inputCol = _text("inputCol", "column of prompts")
    keyCol = _text("keyCol", "string or whole-number column that keys a row's randomness; empty: prompts")
    template = _text("template", "how a text becomes a prompt: chat or plain")
    templateOptions = _text("templateOptions", "variables of the chat template, a JSON object")
    answerPrefix = _text("answerPrefix", "what answers begin with: the end of the prompt")
    samples = _whole("samples", "completions a prompt")
    maxTokens = _whole("maxTokens", "longest completion")
    temperature = _real("temperature", "divides the logits; 0 takes the likeliest token")
    topP = _real("topP", "smallest set of tokens with this probability; 1: all")
    topK = _whole("topK", "most probable tokens; 0: all")
    seed = _whole("seed", "keys the sampling")


class LogprobScorer(_ModelStage):
    """Adds the log-probabilities of tokens, or of tokens given prompts (two input columns)."""

    _java_class = "io.gradus.jobs.ml.LogprobScorer"
    _defaults = {
        **_ModelStage._defaults,
        "batchSize": 32,
        "outputCol": "logprobs",
        "inputCols": ["input_ids"],
        "temperature": 1.0,
    }

    inputCols = Param(
        Params._dummy(),
        "inputCols",
        "column of tokens, or of prompts and of tokens",
        typeConverter=TypeConverters.toListString,
    )
    temperature = _real("temperature", "divides the logits, above 0")


class RewardVerifier(_Stage):
    """Verifies completions against gold answers: adds a struct of correct, extracted and reason."""

    _java_class = "io.gradus.rewards.spark.RewardVerifier"
    _defaults = {"goldCol": "gold", "completionCol": "completion", "outputCol": "verdict", "extraction": "flexible"}

    goldCol = _text("goldCol", "column of gold answers")
    completionCol = _text("completionCol", "column of completions")
    outputCol = _text("outputCol", "column of verdicts to add")
    extraction = _text("extraction", "where answers may stand: strict or flexible")

    def explain(self, gold, completion):
        """How the verdict on one completion comes about, as `gradus verify --explain` tells it."""
        _require_own_process("explain")
        from pyspark import SparkContext

        rewards = SparkContext._active_spark_context._jvm.io.gradus.rewards
        policy = rewards.ExtractionPolicy.valueOf(self.getOrDefault("extraction").upper())
        return rewards.Verifier.of(policy).explain(gold, completion).text()


# Spark looks for a stage's Python class, when it reads a pipeline, in a module named like its Java package, and Spark Connect for
# its Java class in a package named like its Python module.
for _stage in (RolloutGenerator, LogprobScorer, RewardVerifier):
    _stage.__module__ = _stage._java_class.rpartition(".")[0]
    sys.modules.setdefault(_stage.__module__, sys.modules[__name__])
