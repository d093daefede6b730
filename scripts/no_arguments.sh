# For the scripts that take none: `source scripts/no_arguments.sh` before anything is built or written.  --help prints what the
# script says about itself in its first lines; any other word is a mistake, and to go on would rewrite what was to be kept.
if (($# > 0)); then
  if [[ $1 == -h || $1 == --help ]]; then
    sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"
    exit 0
  fi
  printf '%s: unknown argument %s; it takes none but --help\n' "${0##*/}" "'$1'" >&2
  exit 2
fi
