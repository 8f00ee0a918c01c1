"""Tests of gradus_spark with a model of the store that GRADUS_STORE names."""

import os
import pathlib

import pytest
from pyspark.errors.exceptions.captured import IllegalArgumentException
from pyspark.ml import Pipeline, PipelineModel

import gradus_spark
from gradus_spark import LogprobScorer, RewardVerifier, RolloutGenerator

STORE = pathlib.Path(os.environ["GRADUS_STORE"])
PAGE = pathlib.Path(__file__).parent.parent / "docs" / "spark-ml.md"


@pytest.fixture(scope="module")
def spark():
    running = gradus_spark.session()
    yield running
    running.stop()


def model():
    return str(sorted(STORE.glob("checkpoints/*/step-*"))[-1])


def problems(spark):
    rows = [("c", "2*5+3=", "2"), ("a", "1+2=", "3"), ("b", "9-4=", "5")]
    return spark.createDataFrame(rows, "id string, prompt string, gold string")


def generator(**parameters):
    return RolloutGenerator(
        modelUrl=model(), keyCol="id", template="plain", samples=2, maxTokens=10, batchSize=2, seed=4
    ).setParams(**parameters)


def stages():
    scorer = LogprobScorer(modelUrl=model(), inputCols=["prompt", "rollout.completion"])
    return [generator(), scorer, RewardVerifier(completionCol="rollout.completion")]


def rows(frame):
    return sorted(frame.collect(), key=lambda row: (row.id, row.rollout.sample))


@pytest.mark.parametrize("stage", [RolloutGenerator, LogprobScorer, RewardVerifier])
def test_parameters_are_those_of_the_java_stage(spark, stage):
    made = stage()
    java = made._java_obj
    assert {p.name: p.doc for p in made.params} == {p.name(): p.doc() for p in java.params()}
    for param in made.params:
        of_java = java.getDefault(java.getParam(param.name))
        assert made.hasDefault(param) == of_java.isDefined()
        if of_java.isDefined():
            default = made.getOrDefault(param)
            assert (list(of_java.get()) if isinstance(default, list) else of_java.get()) == default
    with pytest.raises(TypeError, match=f"{stage.__name__} has no parameter batch_size, expected one of "):
        stage(batch_size=3)


def test_stages_sample_score_and_verify(spark):
    found = rows(Pipeline(stages=stages()).fit(problems(spark)).transform(problems(spark)))
    assert [(row.id, row.rollout.sample) for row in found] == [(id, n) for id in "abc" for n in (0, 1)]
    for row in found:
        assert len(row.logprobs) == len(row.rollout.completion)  # a character is a token
        assert row.logprobs == pytest.approx(row.rollout.logprobs[: len(row.logprobs)], abs=1e-4)
        assert row.verdict.correct == (row.verdict.extracted == row.gold)


def test_a_verdict_is_explained(spark):
    completion = "So it is 1/2."
    flexible = RewardVerifier().explain("0.5", completion).splitlines()
    assert flexible[0] == "  gold:      0.5"
    assert any(line.startswith("  found:     1/2 (last sentence") for line in flexible)
    assert flexible[-1].startswith("  decided:   correct: last sentence")
    strict = RewardVerifier(extraction="strict").explain("0.5", completion).splitlines()
    assert strict[-1].startswith("  decided:   not correct: no \\boxed")


def test_a_pipeline_survives_write_and_load(spark, tmp_path):
    pipeline = Pipeline(stages=stages()).fit(problems(spark))
    path = str(tmp_path / "pipeline")
    pipeline.write().overwrite().save(path)
    pipeline.write().overwrite().save(path)
    read = PipelineModel.load(path)
    assert [type(stage) for stage in read.stages] == [RolloutGenerator, LogprobScorer, RewardVerifier]
    for before, after in zip(pipeline.stages, read.stages):
        assert after.uid == before.uid
        assert after.explainParams() == before.explainParams()
    assert rows(read.transform(problems(spark))) == rows(pipeline.transform(problems(spark)))


def test_a_stage_survives_write_and_load(spark, tmp_path):
    stage = generator(temperature=0.5, topK=3)
    stage.write().overwrite().save(str(tmp_path))
    read = RolloutGenerator.load(str(tmp_path))
    assert isinstance(read, RolloutGenerator) and read.uid == stage.uid
    assert read.extractParamMap() == stage.extractParamMap()


def test_errors_come_through(spark):
    with pytest.raises(IllegalArgumentException, match="No column question, found id, prompt, gold"):
        generator(inputCol="question").transform(problems(spark))
    with pytest.raises(IllegalArgumentException, match="Cannot set engine to MXNet, expected PyTorch"):
        generator(engine="MXNet").transform(problems(spark))


def test_the_sample_of_the_docs_runs(spark, tmp_path, capsys):
    sample = PAGE.read_text().partition("```python\n")[2].partition("```")[0]
    checkpoint = "out/quickstart/store/checkpoints/quickstart-64-base-t1/step-00000100"
    assert checkpoint in sample and "out/stages" in sample
    exec(sample.replace(checkpoint, model()).replace("out/stages", str(tmp_path)), {})
    assert "|prompt|completion|correct|" in capsys.readouterr().out.replace(" ", "")
    assert isinstance(PipelineModel.load(str(tmp_path)).stages[-1], RewardVerifier)


def test_views_are_the_stores_tables(spark):
    gradus_spark.create_views(spark, STORE)
    count = spark.sql("SELECT count(*) AS n, max(step) AS last FROM steps").first()
    assert (count.n, count.last) == (4, 4)
    assert spark.sql("SELECT math_equal('1/2', 'It is 0.5.') AS equal").first().equal


def test_executors_that_are_processes_of_their_own_give_the_same(spark):
    expected = rows(generator().transform(problems(spark)))
    jar = spark.conf.get("spark.driver.extraClassPath")
    spark.stop()
    # By its path, since sending it to each executor takes longer than all the rest.
    conf = {"spark.executor.memory": "1g", "spark.executor.extraClassPath": jar, "spark.jars": ""}
    cluster = gradus_spark.session("local-cluster[2,1,1024]", conf)
    try:
        stage = generator(modelUrl=os.path.relpath(model()))  # which means nothing where executors run
        assert rows(stage.transform(problems(cluster).repartition(3))) == expected
        assert cluster.sparkContext._jsc.sc().getExecutorMemoryStatus().size() > 1  # beside the driver
    finally:
        cluster.stop()
