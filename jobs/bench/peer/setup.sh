# Sourced by the benchmarks that have a Python peer or a Java program of their own.
#
# peer_python: makes the peer's virtual environment once, in target/bench-venv at the repository
# root, and sets $python to its interpreter. The x86-64 wheel of torch on PyPI is the CUDA build and
# does not import without its CUDA libraries: 2.6 GB to download, 5.4 GB on disk. Where a CPU build
# is reachable, name its index and the environment shrinks to about 1 GB:
#   GRADUS_BENCH_PIP="--extra-index-url URL"

bench_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

peer_python() {
  local venv=$bench_root/target/bench-venv
  local wanted=$bench_root/jobs/bench/peer/requirements.txt
  python=$venv/bin/python
  if [ -x "$python" ] && cmp -s "$wanted" "$venv/installed.txt"; then
    return
  fi
  echo "making the peer's Python environment in $venv (once, a few minutes)" >&2
  mkdir -p "$bench_root/target"
  python3 -m venv "$venv"
  # shellcheck disable=SC2086  # several options are meant to split
  "$venv/bin/pip" install -q --disable-pip-version-check ${GRADUS_BENCH_PIP:-} -r "$wanted" >&2
  cp "$wanted" "$venv/installed.txt"
}

# bench_classes MODULE CLASS: compiles a program of MODULE/src/jmh and what it uses of MODULE/src/test, and
# sets $classpath to a class path that runs it. Gradus itself comes from the launcher, or GRADUS_BENCH_CP.
bench_classes() {
  local module=$bench_root/$1 out=$bench_root/target/bench-classes/$1
  classpath=${GRADUS_BENCH_CP:-$("$bench_root/gradus" --classpath)}
  mkdir -p "$out"
  javac -nowarn -proc:none -parameters --release 17 -d "$out" -cp "$classpath" \
    -sourcepath "$module/src/jmh/java:$module/src/test/java" "$module/src/jmh/java/${2//.//}.java"
  classpath=$out:$classpath
}
