/* fuzz.c - what the fuzz targets share. */
#include "tests/fuzz/fuzz.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/json/tree.h"
#include "core/plugin/describe.h"

extern const struct nscale_plugin nscale_plugin_v1;

_Noreturn void fuzz_violated(const char *property, const char *file, int line)
{
  (void)fprintf(stderr, "%s:%d: violated: %s\n", file, line, property);
  abort();
}

void *fuzz_copy(const void *bytes, size_t size)
{
  void *copy = malloc(size ? size : 1);

  MUST(copy != NULL);
  if (size)
    memcpy(copy, bytes, size);
  return copy;
}

char *fuzz_text(const void *bytes, size_t size)
{
  char *text = malloc(size + 1);

  MUST(text != NULL);
  if (size)
    memcpy(text, bytes, size);
  text[size] = '\0';
  return text;
}

uint8_t fuzz_byte(struct input *input)
{
  if (!input->size)
    return 0;
  input->size--;
  return *input->bytes++;
}

char *fuzz_next(struct input *input)
{
  const uint8_t *end =
      input->size ? memchr(input->bytes, 0, input->size) : NULL;
  size_t length = end ? (size_t)(end - input->bytes) : input->size;
  char *text = fuzz_text(input->bytes, length);

  length += end != NULL;
  input->bytes += length;
  input->size -= length;
  return text;
}

void fuzz_words(struct input *input, int most, struct words *words)
{
  while (input->size && words->count < most && words->count < WORDS_MOST)
    words->list[words->count++] = fuzz_next(input);
}

void words_free(struct words *words)
{
  while (words->count)
    free(words->list[--words->count]);
}

static char file_path[4096];

static void remove_file(void)
{
  (void)unlink(file_path);
}

const char *fuzz_file(const void *bytes, size_t size, int *fd)
{
  static int file = -1;
  const char *folder = getenv("TMPDIR");

  if (file < 0) {
    MUST((size_t)snprintf(file_path, sizeof file_path, "%s/nscale-fuzz.XXXXXX",
                          folder ? folder : "/tmp") < sizeof file_path);
    file = mkstemp(file_path);
    MUST(file >= 0 && atexit(remove_file) == 0);
  }
  MUST(ftruncate(file, 0) == 0);
  MUST(pwrite(file, bytes, size, 0) == (ssize_t)size);
  MUST(lseek(file, 0, SEEK_SET) == 0);
  *fd = file;
  return file_path;
}

void fuzz_error(int result, const struct error *error)
{
  MUST(result == 0 || result == -1);
  MUST((result < 0) == (error->exit_status != EXIT_DONE));
  MUST((result < 0) == (error->message != NULL));
  if (error->message)
    MUST(*error->message);
}

struct json_object *fuzz_tree(const char *text, size_t length)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *tree = json_read(text, length, "it", &error);

  fuzz_error(tree ? 0 : -1, &error);
  return tree;
}

char *fuzz_json(struct json_object *value)
{
  const char *text =
      json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN);

  MUST(text != NULL);
  return fuzz_text(text, strlen(text));
}

int fuzz_safe(const char *text, size_t length)
{
  uint32_t code;
  size_t count;

  for (; length; text += count, length -= count) {
    count = text_decode(text, length, &code);
    if (!count || (text_unsafe(code) && code != '\n'))
      return 0;
  }
  return 1;
}

const struct nscale_noun *fuzz_noun(void)
{
  static struct description description;
  CLEANUP_FINDINGS struct findings findings = { 0 };

  if (!description.plugin.noun)
    MUST(description_copy(&nscale_plugin_v1, "serviceaccounts", &description,
                          &findings) == 0);
  return description.plugin.noun;
}
