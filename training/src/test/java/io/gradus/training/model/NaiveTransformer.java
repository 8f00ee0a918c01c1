package io.gradus.training.model;

import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.WeightLayout.Slice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The transformer in plain double-precision loops, parameter by parameter, to check the program.
 */
public final class NaiveTransformer {
  private final ModelConfig config;
  private final Map<String, double[]> parameters = new HashMap<>();

  public NaiveTransformer(Policy policy) {
    config = policy.config();
    float[] all = TestPolicies.weights(policy);
    for (Slice slice : policy.layout().slices()) {
      double[] values = new double[(int) slice.length()];
      Arrays.setAll(values, i -> all[(int) slice.offset() + i]);
      parameters.put(slice.name(), values);
    }
  }

  /** Logprobs [position][vocabulary] of the token that follows each position. */
  public double[][] logprobs(int[] ids) {
    int hidden = config.hiddenSize();
    double[][] x = new double[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      double[] embedding = parameters.get("model.embed_tokens.weight");
      x[t] = Arrays.copyOfRange(embedding, ids[t] * hidden, (ids[t] + 1) * hidden);
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      String prefix = "model.layers." + layer + ".";
      double[][] attended = attention(x, prefix);
      for (int t = 0; t < ids.length; t++) {
        add(x[t], attended[t]);
        add(x[t], feedForward(norm(x[t], prefix + "post_attention_layernorm"), prefix + "mlp."));
      }
    }
    String head = config.tieWordEmbeddings() ? "model.embed_tokens" : "lm_head";
    double[][] result = new double[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      result[t] = logSoftmax(linear(norm(x[t], "model.norm"), head));
    }
    return result;
  }

  private double[][] attention(double[][] x, String prefix) {
    int length = x.length;
    int d = config.headDim();
    double[][] q = new double[length][];
    double[][] k = new double[length][];
    double[][] v = new double[length][];
    for (int t = 0; t < length; t++) {
      double[] normed = norm(x[t], prefix + "input_layernorm");
      q[t] = heads(linear(normed, prefix + "self_attn.q_proj"), prefix + "self_attn.q_norm", t);
      k[t] = heads(linear(normed, prefix + "self_attn.k_proj"), prefix + "self_attn.k_norm", t);
      v[t] = linear(normed, prefix + "self_attn.v_proj");
    }
    double[][] out = new double[length][];
    for (int t = 0; t < length; t++) {
      double[] mixed = new double[config.heads() * d];
      for (int head = 0; head < config.heads(); head++) {
        int kvHead = head / (config.heads() / config.kvHeads());
        double[] scores = new double[t + 1];
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < d; i++) {
            scores[s] += q[t][head * d + i] * k[s][kvHead * d + i] / Math.sqrt(d);
          }
        }
        double[] logs = logSoftmax(scores);
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < d; i++) {
            mixed[head * d + i] += Math.exp(logs[s]) * v[s][kvHead * d + i];
          }
        }
      }
      out[t] = linear(mixed, prefix + "self_attn.o_proj");
    }
    return out;
  }

  /** Norm (Qwen3) and rotation of every head at position t. */
  private double[] heads(double[] projected, String normName, int t) {
    int d = config.headDim();
    double[] out = new double[projected.length];
    for (int head = 0; head < projected.length / d; head++) {
      double[] one = Arrays.copyOfRange(projected, head * d, (head + 1) * d);
      if (parameters.containsKey(normName + ".weight")) {
        one = norm(one, normName);
      }
      for (int i = 0; i < d / 2; i++) {
        double angle = t / Math.pow(config.ropeTheta(), 2.0 * i / d);
        double a = one[i];
        double b = one[i + d / 2];
        out[head * d + i] = a * Math.cos(angle) - b * Math.sin(angle);
        out[head * d + i + d / 2] = b * Math.cos(angle) + a * Math.sin(angle);
      }
    }
    return out;
  }

  private double[] feedForward(double[] x, String prefix) {
    double[] gate = linear(x, prefix + "gate_proj");
    double[] up = linear(x, prefix + "up_proj");
    double[] gated = new double[gate.length];
    Arrays.setAll(gated, i -> gate[i] / (1 + Math.exp(-gate[i])) * up[i]);
    return linear(gated, prefix + "down_proj");
  }

  private double[] linear(double[] x, String name) {
    double[] weight = parameters.get(name + ".weight");
    double[] bias = parameters.get(name + ".bias");
    double[] y = new double[weight.length / x.length];
    for (int row = 0; row < y.length; row++) {
      y[row] = bias == null ? 0 : bias[row];
      for (int i = 0; i < x.length; i++) {
        y[row] += weight[row * x.length + i] * x[i];
      }
    }
    return y;
  }

  private double[] norm(double[] x, String name) {
    double[] weight = parameters.get(name + ".weight");
    double mean = Arrays.stream(x).map(value -> value * value).sum() / x.length;
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> weight[i] * x[i] / Math.sqrt(mean + config.rmsNormEps()));
    return y;
  }

  private static void add(double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i] += y[i];
    }
  }

  /** The logarithm of the softmax. */
  public static double[] logSoftmax(double[] x) {
    double max = Arrays.stream(x).max().orElseThrow();
    double log = max + Math.log(Arrays.stream(x).map(value -> Math.exp(value - max)).sum());
    return Arrays.stream(x).map(value -> value - log).toArray();
  }
}
