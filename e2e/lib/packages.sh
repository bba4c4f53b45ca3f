# Makes the packages of package-lock.json available. Sourced by programs that run in e2e/.
# Nothing is installed again while the lock file stays the same.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
