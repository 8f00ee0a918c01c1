"""Prints what Airflow makes of a folder of DAGs: import errors, and each DAG's tasks, edges and parameters, as JSON."""

import json
import sys

from airflow.dag_processing.dagbag import DagBag

bag = DagBag(dag_folder=sys.argv[1], safe_mode=False)
print(
    json.dumps(
        {
            "errors": bag.import_errors,
            "dags": {
                dag.dag_id: {
                    "tasks": {
                        task.task_id: {
                            "type": task.task_type,
                            "mapped": task.is_mapped,
                            "retries": task.retries,
                            "after": sorted(task.upstream_task_ids),
                        }
                        for task in dag.tasks
                    },
                    "params": dag.params.dump(),
                }
                for dag in bag.dags.values()
            },
        }
    )
)
