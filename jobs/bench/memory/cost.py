"""What training/NOTES.md says of memory: bytes by phase of a GRPO step in one process on the CPU."""

import dataclasses

FLOAT = 4
# the JVM with its heap, libtorch's and MKL's libraries and buffers
BASE = 450 << 20
LOGIT_ROWS = 512
LOGITS = 1 << 25
LEAST_ACTIVATIONS = 256 << 20


@dataclasses.dataclass(frozen=True)
class Model:
    """Sizes of a transformer; P is `parameters`."""

    hidden: int
    intermediate: int
    layers: int
    heads: int
    kv_heads: int
    head: int
    vocabulary: int
    tied: bool
    bias: bool

    @staticmethod
    def of(config):
        heads = config["num_attention_heads"]
        return Model(
            config["hidden_size"],
            config["intermediate_size"],
            config["num_hidden_layers"],
            heads,
            config.get("num_key_value_heads") or heads,
            config.get("head_dim") or config["hidden_size"] // heads,
            config["vocab_size"],
            bool(config.get("tie_word_embeddings")),
            config["model_type"] == "qwen2",
        )

    @property
    def projections(self):
        return (self.heads + 2 * self.kv_heads) * self.head

    @property
    def matrices(self):
        """Numbers in the matrices of the layers."""
        attention = self.hidden * (self.projections + self.heads * self.head)
        return self.layers * (attention + 3 * self.hidden * self.intermediate)

    @property
    def parameters(self):
        vectors = 2 * self.hidden + (self.projections if self.bias else 0)
        embeddings = (1 if self.tied else 2) * self.vocabulary * self.hidden
        return self.matrices + self.layers * vectors + self.hidden + embeddings

    @property
    def kept(self):
        """Numbers kept of one token in one layer for the backward pass."""
        attended = self.heads * (self.head + 1)
        return 2 * self.hidden + self.projections + attended + 2 * self.intermediate


def adapters(model, rank):
    """Numbers of adapters of all projections."""
    attention = 2 * (model.hidden + model.heads * model.head) + 2 * (model.hidden + model.kv_heads * model.head)
    return rank * model.layers * (attention + 3 * (model.hidden + model.intermediate))


def held(model, reference, rank=0):
    """Policy, gradient, two moments, and the reference; with adapters policy and base, and the adapters' four."""
    if rank:
        return (2 * model.parameters + 4 * adapters(model, rank)) * FLOAT
    return (5 if reference else 4) * model.parameters * FLOAT


def sampling(model, lengths, samples, new_tokens):
    """The weights packed for products, keys and values, and the logits of one position."""
    rows = len(lengths) * samples
    columns = max(lengths) + new_tokens
    packed = (model.matrices + model.vocabulary * model.hidden) * FLOAT
    cache = 2 * rows * columns * model.kv_heads * model.head * model.layers * FLOAT
    # logits, their logarithms, probabilities and running sums
    drawing = 4 * rows * model.vocabulary * FLOAT
    prompts = len(lengths) * max(lengths) * (model.kept + 3 * model.intermediate) * FLOAT
    return packed + cache + max(drawing, prompts)


def logits(model, tokens):
    """Logits of a chunk of tokens, their probabilities and one temporary."""
    rows = max(64, min(LOGIT_ROWS, LOGITS // model.vocabulary))
    return 3 * min(rows, tokens) * model.vocabulary * FLOAT


def scoring(model, packed, scored):
    """One layer's activations, then a chunk of logits."""
    return max(packed * 2 * model.kept * FLOAT, logits(model, scored))


def update(model, packed, scored, most):
    """What is kept for the backward pass, and the larger of a layer's gradients and the logits.

    `packed` tokens of one group, of which `scored` are completions', and `most` groups.
    """
    budget = max(LEAST_ACTIVATIONS, model.parameters * FLOAT)
    everything = model.kept * model.layers * FLOAT
    if packed * everything <= budget:
        groups = min(most, max(1, budget // (packed * everything)))
        kept = groups * packed * everything
    else:
        groups, kept = 1, packed * model.hidden * model.layers * FLOAT
    layer = groups * packed * 3 * model.kept * FLOAT
    hidden = 4 * groups * scored * model.hidden * FLOAT
    return kept + max(layer, logits(model, groups * scored) + hidden)


def phases(model, lengths, samples, new_tokens, drawn, reference, micro_batch_tokens, rank=0):
    """Bytes at the peak of each phase."""
    fixed = BASE + held(model, reference, rank)
    packed = [n + samples * new_tokens for n in lengths]
    scored = samples * new_tokens
    batch = max(max(packed), min(sum(packed), micro_batch_tokens))
    result = {"load": fixed, "sampling": fixed + sampling(model, lengths, samples, drawn)}
    if reference:
        result["reference"] = fixed + scoring(model, batch, batch - max(lengths))
    result["update"] = fixed + update(model, max(packed), scored, len(lengths))
    return result
