"""Prints what TensorBoard's own reader finds in a run's folder: {tag: [[wall time, step, value], …]}."""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import SCALARS, EventAccumulator

accumulator = EventAccumulator(sys.argv[1], size_guidance={SCALARS: 0}).Reload()
print(
    json.dumps(
        {
            tag: [[event.wall_time, event.step, event.value] for event in accumulator.Scalars(tag)]
            for tag in accumulator.Tags()[SCALARS]
        }
    )
)
