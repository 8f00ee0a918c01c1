"""Fits the curves that PeerCurves wrote again with SciPy and compares objectives."""

import argparse
import csv
import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from scipy.optimize import curve_fit, differential_evolution

DELTA = 1.345
LN10 = np.log(10)


def efficiency(kmax, n0, n):
    return kmax / (1 + n0 / n)


def power(reference, n, exponent):
    return (reference / n) ** exponent


class Law:
    """A law in natural units: names, which of them are searched in logarithms, bounds, formula of ln L."""

    def __init__(self, bounds, formula, plain=()):
        self.names = list(bounds)
        self.log = [name not in plain for name in self.names]
        self.bounds = [
            (np.log(low), np.log(high)) if log else (low, high)
            for (low, high), log in zip(bounds.values(), self.log)
        ]
        self.formula = formula

    def natural(self, theta):
        return {
            name: np.exp(value) if log else value for name, value, log in zip(self.names, theta, self.log)
        }

    def internal(self, values):
        return np.array([np.log(values[n]) if log else values[n] for n, log in zip(self.names, self.log)])

    def log_loss(self, theta, n, x):
        with np.errstate(all="ignore"):
            return self.formula(self.natural(theta), n, x)


def laws(sizes, xref):
    """Every law with Gradus's bounds. Intercepts are searched at the middle of X, where they are near 1."""
    reach = {"N0": (sizes[0] / 1e3, sizes[-1] * 1e3)}
    nref = 10 ** np.round(np.mean(np.log10(sizes)))
    levels = {f"E[{int(s)}]": (-4.0, 0.5) for s in sizes}

    def free(p, n, x):
        level = np.select([n == s for s in sizes], [p[f"E[{int(s)}]"] for s in sizes])
        return LN10 * (level - efficiency(p["Kmax"], p["N0"], n) * np.log10(x / xref))

    def smooth(p, n, x):
        size = np.log10(n / nref)
        level = p["e0"] + p["e1"] * size + p["e2"] * size**2
        return LN10 * (level - efficiency(p["Kmax"], p["N0"], n) * np.log10(x / xref))

    def bent(p, n, x):
        level = np.select([n == s for s in sizes], [p[f"e[{int(s)}]"] for s in sizes])
        y = (x + p["X1"]) / (xref + p["X1"])
        return LN10 * level + efficiency(p["Kmax"], p["N0"], n) * np.expm1(-p["c"] * np.log(y)) / p["c"]

    def reducible(p, n, x):
        return LN10 * p["level"] - p["alpha"] * np.log(n / nref) - p["beta"] * np.log(x / xref)

    def sigmoid(p, n, x):
        last = (1 - p["A"]) * power(nref, n, p["pA"])
        first = (1 - p["start"]) * power(nref, n, p["pStart"])
        middle = p["Xmid"] * power(nref, n, p["pX"])
        return np.log(first + (last - first) / (1 + (middle / x) ** p["B"]))

    return {
        "log-linear": Law({"Kmax": (1e-3, 5), **reach, **levels}, free, plain=set(levels)),
        "log-linear-smooth": Law(
            {"Kmax": (1e-3, 5), **reach, "e0": (-4, 0.5), "e1": (-3, 3), "e2": (-3, 3)},
            smooth,
            plain={"e0", "e1", "e2"},
        ),
        "log-linear-bent": Law(
            {
                "Kmax": (1e-3, 5),
                **reach,
                "c": (0.01, 3),
                "X1": (1e-4 * xref, 10 * xref),
                **{name.lower(): bounds for name, bounds in levels.items()},
            },
            bent,
            plain={name.lower() for name in levels},
        ),
        "inverse-exponential": Law(
            {"Kmax": (1e-3, 5), **reach, "X0": (1e-6 * xref, 1e3 * xref)},
            lambda p, n, x: efficiency(p["Kmax"], p["N0"], n) * np.log(p["X0"] / x),
        ),
        "power": Law(
            {"level": (-4, 1), "beta": (1e-3, 5), "alpha": (-3, 3)}, reducible, plain={"level", "alpha"}
        ),
        "power-floor": Law(
            {"level": (-4, 1), "beta": (1e-3, 5), "alpha": (-3, 3), "floor": (1e-6, 1)},
            lambda p, n, x: np.logaddexp(np.log(p["floor"]), reducible(p, n, x)),
            plain={"level", "alpha"},
        ),
        "power-additive": Law(
            {"E": (1e-6, 1), "A": (1e4, 1e12), "alpha": (0.01, 20), "B": (1e-6, 1e6), "beta": (1e-3, 5)},
            lambda p, n, x: np.log(p["E"] + (p["A"] / n) ** p["alpha"] + (p["B"] / x) ** p["beta"]),
        ),
        "saturating": Law(
            {
                "alpha": (0.01, 20),
                "beta": (0.01, 20),
                "N0": (1e3, 1e12),
                "B0": (1e-6 * xref, 1e6 * xref),
                "pB": (-5, 5),
                "C0": (1e-6 * xref, 1e6 * xref),
                "pC": (-5, 5),
            },
            lambda p, n, x: p["alpha"]
            * np.log(
                (p["N0"] / n) ** p["beta"]
                + p["B0"] * power(nref, n, p["pB"]) / (x + p["C0"] * power(nref, n, p["pC"]))
            ),
            plain={"pB", "pC"},
        ),
        "exponential": Law(
            {
                "floor": (1e-6, 1),
                "drop": (1e-6, 2),
                "X0": (1e-4 * xref, 1e5 * xref),
                "pF": (-5, 5),
                "pS": (-5, 5),
                "pX": (-5, 5),
            },
            lambda p, n, x: np.log(
                p["floor"] * power(nref, n, p["pF"])
                + p["drop"] * power(nref, n, p["pS"]) * np.exp(-x / (p["X0"] * power(nref, n, p["pX"])))
            ),
            plain={"pF", "pS", "pX"},
        ),
        "sigmoid": Law(
            {
                "A": (0, 1 - 1e-6),
                "start": (0, 1 - 1e-6),
                "B": (0.02, 50),
                "Xmid": (1e-5 * xref, 1e5 * xref),
                "pA": (-5, 5),
                "pStart": (-5, 5),
                "pX": (-5, 5),
            },
            sigmoid,
            plain={"A", "start", "pA", "pStart", "pX"},
        ),
    }


def at_the_middle(name, values, sizes, xref):
    """Gradus states intercepts at X = 1 (and N = 1); here they are stated at the middle."""
    values = dict(values)
    if name == "log-linear":
        for s in sizes:
            k = efficiency(values["Kmax"], values["N0"], s)
            values[f"E[{int(s)}]"] -= k * np.log10(xref)
    if name in ("power", "power-floor"):
        nref = 10 ** np.round(np.mean(np.log10(sizes)))
        values["level"] = (
            values["log10_A"] - values["alpha"] * np.log10(nref) - values["beta"] * np.log10(xref)
        )
    return values


def read(folder, name):
    with open(folder / f"{name}.csv") as file:
        rows = [[float(cell) for cell in row] for row in list(csv.reader(file))[1:]]
    with open(folder / f"{name}.fit") as file:
        fit = {row[0]: float(row[1]) for row in csv.reader(file)}
    return np.array(rows).T, fit


def compare(folder, name, quick):
    (n, x, y, sigma), ours = read(folder, name)
    sizes = sorted(set(n))
    xref = np.sqrt(x.min() * x.max())
    law = laws(sizes, xref)[name]

    def objective(theta):
        u = np.abs((y - law.log_loss(theta, n, x)) / sigma)
        value = np.sum(np.where(u <= DELTA, u * u / 2, DELTA * (u - DELTA / 2)))
        return value if np.isfinite(value) else 1e300

    own = objective(law.internal(at_the_middle(name, ours, sizes, xref)))
    low, high = np.array(law.bounds).T
    began = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fitted, _ = curve_fit(
                lambda _, *theta: np.nan_to_num(law.log_loss(np.array(theta), n, x), nan=10, posinf=10, neginf=-10),
                x,
                y,
                p0=(low + high) / 2,
                sigma=sigma,
                bounds=(low, high),
                max_nfev=20000,
            )
        least_squares = objective(fitted)
    except RuntimeError:
        least_squares = float("inf")
    least_squares_seconds = time.perf_counter() - began
    began = time.perf_counter()
    found = differential_evolution(
        objective, law.bounds, seed=1, maxiter=60 if quick else 1000, popsize=15, tol=1e-10, polish=True
    )
    return {
        "law": name,
        "gradus": ours["objective"],
        "gradus_by_numpy": own,
        "curve_fit": least_squares,
        "differential_evolution": float(found.fun),
        "gradus_seconds": ours["seconds"],
        "curve_fit_seconds": least_squares_seconds,
        "differential_evolution_seconds": time.perf_counter() - began,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true", help="stop differential evolution early")
    parser.add_argument("--out", type=Path, help="also write the rows as JSON")
    options = parser.parse_args()
    rows = []
    print(f"{'law':20} {'Gradus':>12} {'curve_fit':>12} {'diff. evol.':>12}   seconds of each")
    worse = []
    for name in sorted(path.stem for path in options.folder.glob("*.fit")):
        row = compare(options.folder, name, options.quick)
        rows.append(row)
        print(
            f"{name:20} {row['gradus']:12.4f} {row['curve_fit']:12.4f} {row['differential_evolution']:12.4f}"
            f"   {row['gradus_seconds']:.2f} {row['curve_fit_seconds']:.2f}"
            f" {row['differential_evolution_seconds']:.2f}",
            flush=True,
        )
        slack = 1e-6 * (1 + row["gradus"])
        if abs(row["gradus_by_numpy"] - row["gradus"]) > slack:
            worse.append(f"{name}: NumPy finds {row['gradus_by_numpy']} for our parameters, not {row['gradus']}")
        if min(row["curve_fit"], row["differential_evolution"]) < row["gradus"] - slack:
            worse.append(f"{name}: SciPy reaches a lower objective")
    if options.out:
        options.out.write_text(json.dumps(rows, indent=1) + "\n")
    for line in worse:
        print(line, file=sys.stderr)
    print("Gradus is the same or lower everywhere." if not worse else "Gradus is higher somewhere.")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
