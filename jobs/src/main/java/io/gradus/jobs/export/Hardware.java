package io.gradus.jobs.export;

/**
 * The GPUs that a run's script asks for, by the estimate of {@code study --dry-run}: a beginning,
 * which the user changes to what there is.
 *
 * @param gpus of the run
 * @param gpusPerCopy that share the weights in sampling
 */
record Hardware(int gpus, int gpusPerCopy) {
  private static final int GPUS_OF_A_NODE = 8;

  /** Share of a GPU's memory that weights in bfloat16 may take in sampling. */
  private static final double WEIGHTS_SHARE = 1.0 / 3;

  /**
   * For a run.
   *
   * @param estimated the fewest GPUs whose memory suffices
   * @param sequences of an optimiser step, which the GPUs share evenly
   * @param heads query heads of the model, which the GPUs of a copy share evenly
   * @param parameters all of the model's
   * @param memory of a GPU in bytes
   */
  static Hardware of(int estimated, int sequences, int heads, double parameters, double memory) {
    int gpus = estimated;
    while (sequences % gpus != 0) {
      gpus--;
    }
    int copy = 1;
    while (2 * parameters / copy > WEIGHTS_SHARE * memory
        && copy * 2 <= Math.min(gpus, GPUS_OF_A_NODE)
        && gpus % (copy * 2) == 0
        && heads % (copy * 2) == 0) {
      copy *= 2;
    }
    return new Hardware(gpus, copy);
  }

  /** GPUs on each machine. */
  int gpusPerNode() {
    int most = Math.min(gpus, GPUS_OF_A_NODE);
    while (gpus % most != 0) {
      most--;
    }
    return most;
  }

  /** Machines. */
  int nodes() {
    return gpus / gpusPerNode();
  }
}
