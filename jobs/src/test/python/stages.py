"""Writes Spark ML stages, or reads what another Spark has written, and compares what they compute.

    stages.py write FOLDER MODEL      a pipeline with what it computes, in a session of this process
    stages.py read FOLDER             reads both in a session of this process
    stages.py connect FOLDER          reads both through Spark Connect, and tries all that Gradus offers there
"""

import json
import os
import pathlib
import sys

import gradus_spark
from gradus_spark import LogprobScorer, RewardVerifier, RolloutGenerator
from pyspark.ml import Pipeline, PipelineModel
from pyspark.sql import SparkSession


def problems(spark):
    rows = [("c", "2*5+3=", "2"), ("a", "1+2=", "3"), ("b", "9-4=", "5")]
    return spark.createDataFrame(rows, "id string, prompt string, gold string")


def computed(stages, spark):
    """A line for every row; floating-point numbers to the last bit."""
    frame = stages.transform(problems(spark)).select("id", "rollout", "logprobs", "verdict")
    return sorted(json.dumps(row.asDict(recursive=True), sort_keys=True) for row in frame.collect())


def stages(model):
    generator = RolloutGenerator(modelUrl=model, keyCol="id", template="plain", samples=2, maxTokens=10, seed=4)
    scorer = LogprobScorer(modelUrl=model, inputCols=["prompt", "rollout.completion"], temperature=0.5)
    return [generator, scorer, RewardVerifier(completionCol="rollout.completion", extraction="strict")]


def write(folder, model):
    spark = gradus_spark.session()
    pipeline = Pipeline(stages=stages(model)).fit(problems(spark))
    pipeline.write().save(str(folder / "pipeline"))
    pipeline.stages[0].write().save(str(folder / "stage"))
    (folder / "computed.json").write_text(json.dumps({"uid": pipeline.stages[0].uid, "rows": computed(pipeline, spark)}))


def same(folder, spark):
    """Whether what was written is read with its identity, its settings and its results."""
    written = json.loads((folder / "computed.json").read_text())
    pipeline = PipelineModel.load(str(folder / "pipeline"))
    assert [type(stage) for stage in pipeline.stages] == [RolloutGenerator, LogprobScorer, RewardVerifier]
    assert pipeline.stages[0].uid == written["uid"]
    stage = RolloutGenerator.load(str(folder / "stage"))
    assert stage.uid == written["uid"] and stage.explainParams() == pipeline.stages[0].explainParams()
    assert stage.getOrDefault("samples") == 2 and not stage.isSet("topK")
    assert len(written["rows"]) == 6 and computed(pipeline, spark) == written["rows"]
    return pipeline


def read(folder):
    same(folder, gradus_spark.session())


def connect(folder):
    jar = os.environ.get("GRADUS_JAR", str(gradus_spark._JAR))
    spark = (
        SparkSession.builder.remote("local[2]")
        .config("spark.jars", jar)
        .config("spark.sql.extensions", "io.gradus.rewards.spark.GradusExtensions")
        .getOrCreate()
    )
    assert type(spark).__module__ == "pyspark.sql.connect.session"
    query = "SELECT {}('1/2', 'It is 0.5.') AS equal"
    assert spark.sql(query.format("math_equal")).first().equal
    spark.udf.registerJavaFunction("by_class", "io.gradus.rewards.spark.MathEqual", "boolean")
    assert spark.sql(query.format("by_class")).first().equal
    pipeline = same(folder, spark)
    copy = str(folder / "copy")
    pipeline.write().overwrite().save(copy)
    assert computed(PipelineModel.load(copy), spark) == computed(pipeline, spark)
    for call in (lambda: gradus_spark.create_views(spark, "any"), lambda: RewardVerifier().explain("1", "1")):
        try:
            call()
            raise AssertionError("no error")
        except NotImplementedError as error:
            assert "expected a session without Spark Connect" in str(error)
    spark.stop()


if __name__ == "__main__":
    command, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    {"write": write, "read": read, "connect": connect}[command](folder, *sys.argv[3:])
    print("done:", command)
