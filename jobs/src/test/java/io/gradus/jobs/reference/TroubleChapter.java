package io.gradus.jobs.reference;

import java.util.List;

/** Errors that users meet, what they mean and what to do. */
final class TroubleChapter {
  /**
   * One error.
   *
   * @param message as it is shown; … stands for names and numbers
   */
  record Trouble(String message, String remedy) {}

  static final List<Trouble> TROUBLES =
      List.of(
          new Trouble(
              "unknown key …; conf/reference.conf lists all keys",
              "A setting is misspelt or in the wrong block. File and line are in the message; so is"
                  + " the key that was probably meant."),
          new Trouble(
              "… is not set; expected …",
              "A setting without a default, such as `store.path`, is missing: put it in the file or"
                  + " give it as `key=value`."),
          new Trouble(
              "…: no such configuration file",
              "Paths are those of the driver. In cluster deploy mode hand the file over with"
                  + " `--files`, or use `classpath:NAME` for a file of conf/."),
          new Trouble(
              "needs spark-submit; expected SPARK_HOME to name a Spark 3.5 distribution",
              "`--master` and the like need a Spark: `pip install pyspark==3.5.7` and set"
                  + " `SPARK_HOME` to the package's folder."),
          new Trouble(
              "Run … was begun with … = …, now it is …; expected the old value, or another"
                  + " run.id",
              "The store has a run of this name with another setting. The same name would mix two"
                  + " runs."),
          new Trouble(
              "Run … is being written by …; two drivers cannot write one run",
              "Another process trains this run now. If it was killed on another machine, its claim"
                  + " ends by itself."),
          new Trouble(
              "… in … is damaged: …, its manifest says …",
              "A file of the store is not what was committed. Restore it from a copy; delete"
                  + " nothing below `_manifests`."),
          new Trouble(
              "… is no run store: expected a folder with …",
              "`--store` names a folder that no run has written to. The store is what `store.path`"
                  + " was."),
          new Trouble(
              "… has no config.json, expected a Hugging Face model directory",
              "`model.path` is wrong, or a model is to be made and `model.pretrain.phases` is"
                  + " empty."),
          new Trouble(
              "problems.prompt.max-tokens = … more, since it leaves no prompt of …",
              "Every prompt is longer than the limit. Raise it, or look whether the chat template"
                  + " is meant: `problems.prompt.template`."),
          new Trouble(
              "… already exists; expected a new or empty directory (nothing is overwritten).",
              "`datasets import` and `evaluate --out` make folders and change none. `--if-missing`"
                  + " makes an import do nothing then."),
          new Trouble(
              "No column …, found …",
              "A parameter of a Spark ML stage, such as `inputCol` or `keyCol`, names a column that"
                  + " the rows do not have. A field of a struct is named as in"
                  + " `rollout.completion`."),
          new Trouble(
              "… does not exist, expected gradus.jar, which ./gradus --classpath builds",
              "The notebooks and `gradus_spark.py` take the jar from jobs/target, or from where"
                  + " `GRADUS_JAR` says."),
          new Trouble(
              "… is empty, expected a path since import_source is …",
              "In the Airflow DAG's form the kind of problems to import is chosen, but not where"
                  + " they are, or where their table goes."),
          new Trouble(
              "… is on the driver's disk, which executor … does not see; expected …",
              "Executors on other machines cannot read or write the path that the message names."
                  + " Use `hdfs://`, `s3a://` or a folder that all machines share."),
          new Trouble(
              "… which has no GPUs to assign, so no task would ever start; expected …",
              "`spark.task.resource.gpu.amount` is set, but the master is Spark's local mode, which"
                  + " assigns no resources. `local-cluster[…]` does."),
          new Trouble(
              "MLflow did not get this commit…",
              "The tracking server of `tracking.mlflow.uri` does not answer. The run"
                  + " continues; what was not sent is sent with the next commit, three times."));

  private TroubleChapter() {}

  static String render() {
    StringBuilder page = new StringBuilder("| message | what it means, what to do |\n|---|---|\n");
    for (Trouble trouble : TROUBLES) {
      page.append(
          "| `%s` | %s |\n".formatted(trouble.message(), ReferencePage.cell(trouble.remedy())));
    }
    return page.toString();
  }
}
