#!/usr/bin/env bash
# Tells Spark which GPUs this machine has, as spark.executor.resource.gpu.discoveryScript wants it:
#   {"name": "gpu", "addresses": ["0", "1"]}
# Addresses are indices, since Gradus computes on the CUDA device of that index. GRADUS_GPU_ADDRESSES, for instance "0,1",
# names them where nvidia-smi is not to be asked.
set -euo pipefail
addresses=${GRADUS_GPU_ADDRESSES:-$(nvidia-smi --query-gpu=index --format=csv,noheader | paste -sd, -)}
echo "{\"name\": \"gpu\", \"addresses\": [\"${addresses//,/\", \"}\"]}"
