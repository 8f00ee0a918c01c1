"""What the benchmarks say of the machine and of a process's memory."""

import os
import pathlib
import time


def processor():
    """Model, cores, and whether it has instructions for bfloat16."""
    fields = {}
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        key, _, value = line.partition(":")
        fields.setdefault(key.strip(), value.strip())
    flags = fields.get("flags", "").split()
    half = [flag for flag in ("avx512_bf16", "amx_bf16") if flag in flags]
    widest = "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else "no AVX2"
    return (
        f"{fields.get('model name', 'unknown processor')} "
        f"(family {fields.get('cpu family', '?')}, model {fields.get('model', '?')}), "
        f"{os.cpu_count()} cores, {widest}, {' and '.join(half) or 'no bfloat16 instructions'}"
    )


def load_warning():
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"warning: other work runs here (load average {load:.1f}): the figures will be low")


def peak_bytes():
    """Resident bytes of this process at their highest since the last reset."""
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def reset_peak():
    pathlib.Path("/proc/self/clear_refs").write_text("5")


def product_limit(torch):
    """The best of ten float32 products of 2,048 x 2,048 matrices, in GFLOP/s."""
    n = 2048
    a = torch.rand(n, n)
    b = torch.rand(n, n)
    best = 0
    for _ in range(10):
        start = time.perf_counter()
        torch.mm(a, b)
        best = max(best, 2 * n**3 / (time.perf_counter() - start) / 1e9)
    return best
