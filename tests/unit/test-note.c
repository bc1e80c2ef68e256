/* test-note.c - core/plugin/manifest and note, on the plugins in
 * FIXTURE_DIR and on what is left of them after some damage.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nscale/plugin.h>

#include "core/plugin/manifest.h"
#include "tests/unit/unit.h"

static unsigned char image[200000];
static size_t image_size;
static struct manifest manifest;
static struct error error;

static void teardown(void)
{
  error_clear(&error);
}

/* From memory of exactly this size, so that a sanitizer sees every step
 * outside. */
static int read_image(void)
{
  unsigned char *copy = malloc(image_size ? image_size : 1);
  int result;

  ck_assert_ptr_nonnull(copy);
  memcpy(copy, image, image_size);
  result = manifest_read_memory(copy, image_size, 0, &manifest, &error);
  free(copy);
  return result;
}

static int open_fixture(const char *name)
{
  const char *directory = getenv("FIXTURE_DIR");
  char path[4096];
  int fd;

  ck_assert_msg(directory != NULL, "FIXTURE_DIR is not set");
  (void)snprintf(path, sizeof path, "%s/%s.so", directory, name);
  fd = open(path, O_RDONLY);
  ck_assert_msg(fd >= 0, "%s is not there", path);
  return fd;
}

static uint64_t size_of(int fd)
{
  struct stat status;

  ck_assert_int_eq(fstat(fd, &status), 0);
  return (uint64_t)status.st_size;
}

static void load_fixture(const char *name)
{
  int fd = open_fixture(name);
  ssize_t got = read(fd, image, sizeof image);

  ck_assert_int_gt(got, 0);
  image_size = (size_t)got;
  (void)close(fd);
}

START_TEST(test_file)
{
  int fd = open_fixture("good");

  ck_assert_int_eq(manifest_read(fd, size_of(fd), &manifest, &error), 0);
  ck_assert_str_eq(manifest.name, "good");
  ck_assert_str_eq(manifest.aliases, "fine");
  ck_assert_str_eq(manifest.version, "1.2.3");
  ck_assert_str_eq(manifest.summary, "Good things");
  ck_assert_uint_eq(manifest.abi_major, 1);
  ck_assert_uint_eq(manifest.abi_minor, NSCALE_ABI_MINOR);
  (void)close(fd);
}
END_TEST

START_TEST(test_no_manifest)
{
  int fd = open_fixture("no-manifest");

  ck_assert_int_eq(manifest_read(fd, size_of(fd), &manifest, &error), -1);
  ck_assert_str_eq(error.message, "it has no plugin manifest");
  (void)close(fd);
}
END_TEST

/* It cannot be read, or is shorter than its size was. */
START_TEST(test_unreadable)
{
  int fd = open("/", O_RDONLY);

  ck_assert_int_eq(manifest_read(fd, 4096, &manifest, &error), -1);
  ck_assert_str_eq(error.message, "it cannot be read: Is a directory");
  error_clear(&error);
  (void)close(fd);
  fd = open("/dev/null", O_RDONLY);
  ck_assert_int_eq(manifest_read(fd, 4096, &manifest, &error), -1);
  ck_assert_str_eq(error.message, "it is cut short");
  (void)close(fd);
}
END_TEST

/* Reads through a descriptor what was read through memory, at every length
 * of a file. */
START_TEST(test_truncated)
{
  FILE *file = tmpfile();
  struct error other = { 0 };
  size_t whole, size;
  int result;

  load_fixture("good");
  ck_assert_ptr_nonnull(file);
  ck_assert_uint_eq(fwrite(image, 1, image_size, file), image_size);
  ck_assert_int_eq(fflush(file), 0);
  whole = image_size;
  for (size = whole; size-- > 0;) {
    image_size = size;
    result = read_image();
    ck_assert_int_eq(ftruncate(fileno(file), (off_t)size), 0);
    ck_assert_int_eq(manifest_read(fileno(file), size, &manifest, &other),
                     result);
    if (result < 0) {
      ck_assert_str_eq(error.message, "it is cut short");
      ck_assert_str_eq(other.message, error.message);
    }
    error_clear(&error);
    error_clear(&other);
  }
  (void)fclose(file);
}
END_TEST

/* Every bit of the headers and the notes turned, one at a time: no crash,
 * and a manifest or a sentence. */
START_TEST(test_flipped)
{
  unsigned char *copy;
  size_t bit, end;
  int result;

  load_fixture("good");
  end = image_size < 4096 ? image_size : 4096;
  copy = malloc(image_size);
  ck_assert_ptr_nonnull(copy);
  memcpy(copy, image, image_size);
  for (bit = 0; bit < 8 * end; bit++) {
    copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
    result = manifest_read_memory(copy, image_size, 1, &manifest, &error);
    ck_assert_int_eq(result, error.message ? -1 : 0);
    copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
    error_clear(&error);
  }
  free(copy);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("note");
  TCase *tests = tcase_create("note");

  tcase_add_checked_fixture(tests, NULL, teardown);
  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, test_file);
  tcase_add_test(tests, test_no_manifest);
  tcase_add_test(tests, test_unreadable);
  tcase_add_test(tests, test_truncated);
  tcase_add_test(tests, test_flipped);
  suite_add_tcase(suite, tests);
  return suite;
}
