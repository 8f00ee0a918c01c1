package io.gradus.training.model;

import io.gradus.training.model.Policy.DecodeRequest;
import io.gradus.training.model.Policy.Decoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Decoding of models whose rotary frequencies change where a sequence exceeds a length (longrope).
 * Keys and values computed before are of no use after, so that a completion that crosses the length
 * is decoded in two parts, the second with all before it as its prompt; transformers does the same.
 */
final class SwitchedDecoding {
  private final int length;
  private final Function<DecodeRequest, List<Decoded>> decoder;

  /**
   * @param length longest sequence with the frequencies of short ones
   * @param decoder decodes requests that do not cross it
   */
  SwitchedDecoding(int length, Function<DecodeRequest, List<Decoded>> decoder) {
    this.length = length;
    this.decoder = decoder;
  }

  List<Decoded> decode(DecodeRequest request) {
    if (request.prompts().stream().noneMatch(prompt -> isCrossedBy(request, prompt))) {
      return decoder.apply(request);
    }
    int samples = request.uniforms().length / request.prompts().size();
    List<Decoded> decoded = new ArrayList<>();
    for (int i = 0; i < request.prompts().size(); i++) {
      int[] prompt = request.prompts().get(i);
      float[][] uniforms = Arrays.copyOfRange(request.uniforms(), i * samples, (i + 1) * samples);
      DecodeRequest one = request(request, List.of(prompt), uniforms);
      decoded.addAll(isCrossedBy(request, prompt) ? inTwoParts(one) : decoder.apply(one));
    }
    return List.copyOf(decoded);
  }

  /** Whether the first new token is predicted at or below the length and the last one beyond it. */
  private boolean isCrossedBy(DecodeRequest request, int[] prompt) {
    return prompt.length <= length && prompt.length + request.uniforms()[0].length - 1 > length;
  }

  private List<Decoded> inTwoParts(DecodeRequest request) {
    int[] prompt = request.prompts().get(0);
    int before = length - prompt.length + 1;
    List<Decoded> first =
        decoder.apply(request(request, request.prompts(), columns(request, 0, before)));
    List<Integer> going = new ArrayList<>();
    List<int[]> prompts = new ArrayList<>();
    for (int row = 0; row < first.size(); row++) {
      if (!first.get(row).stopped()) {
        going.add(row);
        prompts.add(join(prompt, first.get(row).tokens()));
      }
    }
    List<Decoded> all = new ArrayList<>(first);
    if (!going.isEmpty()) {
      float[][] rest = columns(request, before, request.uniforms()[0].length);
      float[][] uniforms = going.stream().map(row -> rest[row]).toArray(float[][]::new);
      List<Decoded> second = decoder.apply(request(request, prompts, uniforms));
      for (int i = 0; i < second.size(); i++) {
        int row = going.get(i);
        all.set(row, join(first.get(row), second.get(i)));
      }
    }
    return all;
  }

  private static DecodeRequest request(
      DecodeRequest like, List<int[]> prompts, float[][] uniforms) {
    return new DecodeRequest(prompts, uniforms, like.sampling(), like.stopIds());
  }

  private static float[][] columns(DecodeRequest request, int from, int to) {
    return Arrays.stream(request.uniforms())
        .map(row -> Arrays.copyOfRange(row, from, to))
        .toArray(float[][]::new);
  }

  private static int[] join(int[] first, int[] second) {
    int[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static Decoded join(Decoded first, Decoded second) {
    int length = first.logprobs().length;
    float[] logprobs = Arrays.copyOf(first.logprobs(), length + second.logprobs().length);
    System.arraycopy(second.logprobs(), 0, logprobs, length, second.logprobs().length);
    return new Decoded(join(first.tokens(), second.tokens()), logprobs, second.stopped());
  }
}
