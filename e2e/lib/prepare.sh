# Makes the packages and the binary available. Sourced by the programs beside this folder, which run in e2e/.
. lib/packages.sh
binary=${CARGO_TARGET_DIR:-target}/debug/callboard
case $binary in
  /*) ;;
  *) binary=$(cd .. && pwd)/$binary ;;
esac
[ -x "$binary" ] || { printf 'there is no %s: cargo build -p callboard\n' "$binary" >&2; exit 1; }
export CALLBOARD_BINARY=$binary
