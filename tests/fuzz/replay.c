/* replay.c - runs a fuzz target over files, without libFuzzer.
 *
 *   fuzz-NAME FILE...
 *
 * Each file is one case, reported as `ok - NAME FILE`; the first that does
 * not hold ends the process, as it does under libFuzzer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

/* The last two parts of a path, which tell target and file. */
static const char *short_name(const char *path)
{
  const char *at = path + strlen(path);
  int slashes = 0;

  while (at > path && (at[-1] != '/' || ++slashes < 2))
    at--;
  return at;
}

static int run_file(const char *path)
{
  struct buffer input CLEANUP_BUFFER = { 0 };
  FILE *file = fopen(path, "rb");
  char bytes[4096];
  size_t got;

  if (!file)
    return -1;
  while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
    buffer_append(&input, bytes, got);
  if (ferror(file) || input.failed) {
    (void)fclose(file);
    return -1;
  }
  (void)fclose(file);
  /* Whoever dies below leaves this line, without an `ok`. */
  printf("# %s\n", short_name(path));
  (void)fflush(stdout);
  (void)LLVMFuzzerTestOneInput((const uint8_t *)input.data, input.length);
  printf("ok - fuzz %s\n", short_name(path));
  return 0;
}

int main(int argc, char **argv)
{
  int i;

  for (i = 1; i < argc; i++)
    if (run_file(argv[i]) < 0) {
      printf("not ok - fuzz %s cannot be read\n", short_name(argv[i]));
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}
