# plugin.sh - plugins that a test builds for itself
# shellcheck shell=sh
#
# Sourced after sandbox_start, whose address compute and region get; skips the
# script where there is no compiler, and goes to $work.
#
#   plugin_build NAME [OPTION...]  $work/plugins/NAME.so, where nscale looks
#                                  first, from tests/fixtures/plugins/NAME.c;
#                                  into another folder with plugin_folder set

: "${CC:=cc}"
requires 'a C compiler' command -v "${CC%% *}"

umask 022
cd "$work" || exit 99
mkdir plugins
NSCALE_PLUGIN_PATH=$work/plugins
NSCALE_COMPUTE_SERVICE_API_ENDPOINT=$NSCALE_SANDBOX_URL
NSCALE_REGION_SERVICE_API_ENDPOINT=$NSCALE_SANDBOX_URL
export NSCALE_PLUGIN_PATH NSCALE_COMPUTE_SERVICE_API_ENDPOINT
export NSCALE_REGION_SERVICE_API_ENDPOINT
plugin_folder=plugins

plugin_build()
{
  plugin_name=$1
  shift
  # shellcheck disable=SC2086 # CC may be several words
  run_command $CC -I"$abs_top_srcdir/sdk/include" "$@" -shared -fPIC \
    -o "$plugin_folder/$plugin_name.so" \
    "$abs_top_srcdir/tests/fixtures/plugins/$plugin_name.c"
  expect 0 </dev/null
}
