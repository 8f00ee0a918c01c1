"""A study as an Airflow DAG: import, pre-train, one task per run, analyze, publish.

    plan ─► import_problems ─► make_models ─► train[run 1 … run n] ─► analyze ─► publish
       └──► list_runs ─────────────────────────┘

Every command resumes where it stopped and does nothing when there is nothing to do, so every task may be retried and a
whole DAG run repeated. What a run of the DAG is about is asked in its form (params below).

Needs Airflow 3, apache-airflow-providers-apache-spark, and `spark-submit` of Spark 3.5 or 4 on the workers'
PATH. Environment of the scheduler and the workers:

GRADUS_SPARK_CONNECTION  Airflow connection with the Spark master (default spark_default)
SPARK_HOME               the Spark that workers have, by which the jar is chosen where GRADUS_JAR is not set
GRADUS_JAR               Gradus's jar as workers see it; default of the form's field
GRADUS_PARALLEL_RUNS     runs of a study that train at the same time (default 4)
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
from datetime import timedelta

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import Asset, ObjectStoragePath, Param, dag, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

MAIN_CLASS = "io.gradus.jobs.cli.Gradus"
CONNECTION = os.environ.get("GRADUS_SPARK_CONNECTION", "spark_default")
PARALLEL_RUNS = int(os.environ.get("GRADUS_PARALLEL_RUNS", "4"))

# DAGs that are scheduled by this asset run when a report is new.
REPORT = Asset("gradus_study_report")


def jar() -> str:
    """The jar for the line of Spark that SPARK_HOME names; without one, for Spark 3.5."""
    libraries = pathlib.Path(os.environ.get("SPARK_HOME", "/nonexistent"), "jars")
    four = any(libraries.glob("spark-core_2.13-4.*.jar"))
    return f"jobs/target/gradus-spark{'4_2.13' if four else '3.5_2.12'}.jar"


PARAMS = {
    "jar": Param(
        os.environ.get("GRADUS_JAR") or jar(),
        type="string",
        title="Gradus's jar",
        description="The one for the workers' line of Spark, where spark-submit finds it.",
    ),
    "conf": Param(
        "classpath:quickstart.conf",
        type="string",
        title="Study",
        description="Configuration file with a block `study`, as drivers see it; classpath:NAME is one of conf/.",
    ),
    "store": Param(
        "out/quickstart/store",
        type="string",
        title="Store",
        description="Where tables and checkpoints go: a path, hdfs:// or s3a://.",
    ),
    "report": Param(
        "out/quickstart/report",
        type="string",
        title="Report",
        description="Folder for tables, figures and report.html of the analysis.",
    ),
    "publish": Param(
        None,
        type=["null", "string"],
        title="Publish to",
        description="Folder that gets report.html, a path or s3://; empty: it stays where it is.",
    ),
    "settings": Param(
        [],
        type="array",
        items={"type": "string", "pattern": "^[^=]+=.*$"},
        title="Settings",
        description="KEY=VALUE, one a line; they override those of the file.",
    ),
    "import_source": Param(
        None,
        type=["null", "string"],
        enum=[None, "gsm8k", "verl", "jsonl", "svamp", "asdiv", "mawps"],
        title="Import: kind",
        description="Of the file to import problems from; empty: the study needs none.",
    ),
    "import_in": Param(None, type=["null", "string"], title="Import: file or folder"),
    "import_out": Param(
        None,
        type=["null", "string"],
        title="Import: problems table",
        description="Folder of the table. If it is there, nothing is imported.",
    ),
    "spark_conf": Param(
        {}, type="object", title="Spark configuration", description='For instance {"spark.executor.memory": "8g"}.'
    ),
}


class ImportProblems(SparkSubmitOperator):
    """Imports the problems of a study that needs a table of them; skipped for others."""

    def execute(self, context):
        if not self.application_args:
            raise AirflowSkipException("import_source is empty: the study needs no problems table")
        return super().execute(context)


def runs_of(params) -> list[str]:
    """Names of the study's runs, as `gradus study CONF --list` prints them, a line of JSON each."""
    command = ["spark-submit", "--master", "local[1]", "--class", MAIN_CLASS, params["jar"]]
    command += ["study", params["conf"], "--list", *settings_of(params)]
    listing = subprocess.run(command, check=False, capture_output=True, text=True)
    if listing.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {listing.returncode}:\n{listing.stderr}")
    return [json.loads(line)["id"] for line in listing.stdout.splitlines() if line.startswith("{")]


def settings_of(params) -> list[str]:
    return [f"store.path={params['store']}", *params["settings"]]


def import_of(params) -> list[str]:
    if not params["import_source"]:
        return []
    for key in ("import_in", "import_out"):
        if not params[key]:
            raise AirflowFailException(f"{key} is empty, expected a path since import_source is {params['import_source']}")
    command = ["datasets", "import", "--source", params["import_source"], "--in", params["import_in"]]
    return [*command, "--out", params["import_out"], "--if-missing"]


@dag(
    dag_id="gradus_study",
    schedule=None,
    catchup=False,
    params=PARAMS,
    doc_md=__doc__,
    tags=["gradus"],
    default_args={"retries": 2, "retry_delay": timedelta(minutes=1)},
)
def gradus_study():
    @task(multiple_outputs=True)
    def plan(params=None) -> dict:
        """What the tasks that are there once submit: arguments of the command line."""
        return {
            "import": import_of(params),
            "models": ["study", params["conf"], "--models", *settings_of(params)],
            "analyze": ["analyze", "--store", params["store"], "--out", params["report"]],
            "spark_conf": params["spark_conf"],
        }

    @task
    def list_runs(params=None) -> list[list[str]]:
        """What each run's task submits."""
        study = ["study", params["conf"], "--run"]
        return [[*study, run, *settings_of(params)] for run in runs_of(params)]

    planned = plan()
    runs = list_runs()
    spark = {
        "application": "{{ params.jar }}",
        "java_class": MAIN_CLASS,
        "conn_id": CONNECTION,
        "conf": planned["spark_conf"],
        "name": "gradus {{ task.task_id }}",
    }

    imported = ImportProblems(task_id="import_problems", application_args=planned["import"], **spark)
    models = SparkSubmitOperator(
        task_id="make_models", application_args=planned["models"], trigger_rule="none_failed", **spark
    )
    trained = SparkSubmitOperator.partial(
        task_id="train",
        max_active_tis_per_dagrun=PARALLEL_RUNS,
        map_index_template="{{ task.application_args[3] }}",
        **spark,
    ).expand(application_args=runs)
    analyzed = SparkSubmitOperator(task_id="analyze", application_args=planned["analyze"], **spark)

    @task(outlets=[REPORT])
    def publish(params=None) -> str:
        """Puts report.html, which has everything in it, where people read it; returns its place."""
        report = ObjectStoragePath(params["report"].replace("s3a://", "s3://", 1)) / "report.html"
        if not params["publish"]:
            return str(report)
        target = ObjectStoragePath(params["publish"].replace("s3a://", "s3://", 1))
        target.mkdir(parents=True, exist_ok=True)
        copy = target / "report.html"
        copy.write_bytes(report.read_bytes())
        return str(copy)

    planned >> [imported, runs]
    imported >> models >> trained >> analyzed >> publish()


gradus_study()
