# Makes the packages of package-lock.json available. Sourced by the programs beside this folder, which run in e2e/.
# Nothing is installed again while the lock file stays the same.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
binary=${CARGO_TARGET_DIR:-target}/debug/callboard
case $binary in
  /*) ;;
  *) binary=$(cd .. && pwd)/$binary ;;
esac
[ -x "$binary" ] || { printf 'there is no %s: cargo build -p callboard\n' "$binary" >&2; exit 1; }
export CALLBOARD_BINARY=$binary
