package io.gradus.jobs.reference;

import java.util.List;
import java.util.stream.Stream;

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
              "needs spark-submit; expected SPARK_HOME to name a Spark distribution, 3.5 or 4",
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
              "A file of the store is not what was committed. Restore it from a copy, or let"
                  + " `gradus store repair` set the run back: `gradus store check` lists all that is"
                  + " damaged. Delete nothing below `_manifests`."),
          new Trouble(
              "… in … is missing: a commit of the run names it…",
              "As above: a file was deleted or never copied."),
          new Trouble(
              "run … is left out: …",
              "A manifest of this run cannot be read, so the query sees the other runs only."
                  + " `gradus store repair --run ID` sets the run back to before it."),
          new Trouble(
              "…: manifest … is missing, though … is there; …",
              "The last manifest of a run was lost. Its steps do not count; `train` moves what is"
                  + " there of them to `_quarantine` and does them again."),
          new Trouble(
              "…the checkpoint of step … is sound…train --from-step … continues from there…",
              "The newest checkpoint is damaged, an older one is not. The option takes the run back"
                  + " to it; in a study, `gradus store repair --run ID --apply` does."),
          new Trouble(
              "Run … was begun with … = …, now it is …; expected the old content, or another"
                  + " run.id",
              "A file of the model or of the problems says something else than when the run began."
                  + " The message names it. Restore it: spaces, the order of keys and keys that"
                  + " nothing reads do not matter."),
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
              "… of … gold answers are not understood, for instance …",
              "No completion of these problems can be right: the gold answer is `proof`, half a"
                  + " formula, a table. `problems.unreadable-golds` (`--unreadable-golds` of the"
                  + " import) = `drop` leaves them out, `refuse` ends the command."),
          new Trouble(
              "… rows cannot be used as … and are left out…",
              "`train` and `evaluate` leave such rows out as the import does, with a warning. Import"
                  + " the file to see them all: they go to `_quarantine`, and `path` is then the"
                  + " table."),
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
              "… does not exist, expected Gradus's jar, which ./gradus --classpath builds",
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

  /** Those that the table of mistakes shows. */
  static final List<Trouble> MISTAKES =
      List.of(
          new Trouble(
              "… = … is what … = … names, expected another place: input is never " + "overwritten",
              "Output and input are one file or folder, perhaps by a link or a "
                  + "`file:` URI. Name another output."),
          new Trouble(
              "… = … lies in … = …, expected a place outside of it: input is never " + "changed",
              "The output would be written into a model directory, a store or a "
                  + "table that the command reads."),
          new Trouble(
              "… = … would get its … where … = … is, expected another folder: input "
                  + "is never changed",
              "`analyze` and `study` write folders such as `curves` and `laws` into "
                  + "`--out`, and one of them is what is read."),
          new Trouble(
              "… holds something else than a curve table, expected a new folder or "
                  + "a curve table to replace",
              "`curves import` replaces a curve table that it made before, and " + "nothing else."),
          new Trouble(
              "… a folder: … is a file",
              "A file has the name of a folder that is to be made, or of one above " + "it."),
          new Trouble(
              "… a folder that can be written to: … cannot be",
              "Permissions or a read-only disk. Name a folder that you may write " + "to."),
          new Trouble(
              "… is empty, expected a path",
              "A shell variable that is not set is the usual cause."),
          new Trouble(
              "… a local path, hdfs:// or s3a://, since no file system is known for " + "…",
              "Hadoop calls S3 `s3a://`. Other file systems need their jar and "
                  + "`spark.hadoop.fs.SCHEME.impl`."),
          new Trouble(
              "… is not on this machine, expected a local path",
              "`generate`, `logprobs` and `verify` read and write local files; only "
                  + "models may be elsewhere."),
          new Trouble(
              "… at most …, since the longest prompt has … tokens and the model … " + "positions",
              "Prompt and completion share the model's positions. Lower the length, "
                  + "or leave it out: `evaluate` and `generate` then take what there is "
                  + "room for."),
          new Trouble("… at most …, since the model has … positions", "As above, for any prompt."),
          new Trouble(
              "… a prompt of … tokens…, the model's positions less the new tokens",
              "This prompt is too long for the length that was asked for, or empty."),
          new Trouble(
              "… token ids from 0 to …, since the model has … tokens",
              "`rollout.stop-ids` are ids of this model's tokenizer, not of another " + "one's."),
          new Trouble(
              "… at most …, the number of training problems",
              "A step takes distinct problems, and so does a part of them: lower "
                  + "`grpo.prompts` or `run.tau`, or raise `limit` or `count`."),
          new Trouble(
              "Unknown function … in reward.functions: …",
              "The name is misspelt, or the class is not on the class path: give "
                  + "its jar with `--jars`."),
          new Trouble(
              "… is not used by …, expected some of …",
              "A setting is known, but this command takes no notice of it. It would "
                  + "change nothing."),
          new Trouble(
              "… is a run store, expected a problems table; the problems of its " + "runs are in …",
              "`--problems` and `path` name problems, not results."),
          new Trouble(
              "…: expected a problems table (Parquet, partitioned by source and " + "split)…",
              "`kind = table` is what `datasets import` writes. A file of JSON "
                  + "lines or of verl's layout needs its own `kind` or `--source`."),
          new Trouble(
              "…: none of … rows could be imported as …",
              "The file has another layout. The message shows the first row's "
                  + "fault; `-o field.answer=NAME` and the like name other fields."),
          new Trouble("… holds no rows, expected problems", "The file is empty."),
          new Trouble(
              "… holds no prompts, expected JSON lines with at least one", "The file is empty."),
          new Trouble(
              "… the id … stands in line … too…distinct ids, since samples are " + "drawn by them",
              "Two prompts with one id would get the same random numbers. Leave the "
                  + "ids out or make them distinct."),
          new Trouble(
              "… is no query, expected SELECT, SHOW, DESCRIBE or EXPLAIN: sql " + "changes nothing",
              "`sql` only reads. Write results with `--format csv` and a " + "redirection."),
          new Trouble(
              "… is no curve table…",
              "`--curves` and `--laws` take what `curves import` and `analyze` " + "wrote."),
          new Trouble(
              "… a held-out set of the runs: …",
              "`study.benchmark` names a benchmark that no run evaluates."),
          new Trouble(
              "problems.prompt.template = chat, but the model has no chat template; "
                  + "expected plain",
              "A base model. Say `problems.prompt.template=plain`."),
          new Trouble(
              "… is of no format that is known…",
              "Name the format with `--format`, and for other columns a mapping " + "file."),
          new Trouble(
              "Format '…' says nothing of model sizes: give a mapping file (see " + "conf/curves)",
              "Exports of other systems do not know N; a mapping file says it."),
          new Trouble(
              "The curves have no benchmark '…', they have …",
              "`--benchmark` is spelt as in the column `benchmark`."),
          new Trouble(
              "… a smaller model: … parameters take … GB to train, and the machine " + "has …",
              "`model.pretrain.size` has a digit too many, or the machine is too " + "small."));

  private TroubleChapter() {}

  static List<Trouble> all() {
    return Stream.concat(TROUBLES.stream(), MISTAKES.stream()).toList();
  }

  static String render() {
    StringBuilder page = new StringBuilder("| message | what it means, what to do |\n|---|---|\n");
    for (Trouble trouble : all()) {
      page.append(
          "| `%s` | %s |\n".formatted(trouble.message(), ReferencePage.cell(trouble.remedy())));
    }
    return page.toString();
  }
}
