"""Prints the tasks of the newest DAG run with their states; exit code 1 unless all succeeded."""

import sqlite3
import sys

database = sqlite3.connect(sys.argv[1])
run, state = database.execute("SELECT run_id, state FROM dag_run ORDER BY id DESC LIMIT 1").fetchone()
tasks = database.execute(
    "SELECT task_id, map_index, rendered_map_index, state FROM task_instance WHERE run_id = ? ORDER BY start_date", (run,)
).fetchall()
for task, index, name, task_state in tasks:
    print(f"  {task if index < 0 else f'{task}[{name or index}]':32} {task_state}")
print(f"  {'whole DAG run':32} {state}")
sys.exit(0 if state == "success" and all(task[3] == "success" for task in tasks) else 1)
