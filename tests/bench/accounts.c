/* accounts.c - a list of service accounts, the same bytes every time.
 *
 *   accounts COUNT
 *
 * Prints a JSON array of COUNT accounts of about 530 bytes each, as the
 * Identity API sends them.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t state = 7;

/* xorshift64*, by Vigna. */
static uint32_t draw(void)
{
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (uint32_t)((state * UINT64_C(2685821657736338717)) >> 32);
}

/* A random UUID (version 4), to be used before the next four. */
static const char *uuid(void)
{
  static char texts[4][37];
  static unsigned next;
  char *text = texts[next++ % 4];
  uint32_t a = draw(), b = draw(), c = draw(), d = draw();

  (void)snprintf(text, sizeof texts[0],
                 "%08" PRIx32 "-%04" PRIx32 "-4%03" PRIx32 "-%04" PRIx32
                 "-%04" PRIx32 "%08" PRIx32,
                 a, b & 0xffff, b >> 20, (c & 0x3fff) | 0x8000, c >> 16, d);
  return text;
}

static void account(long i, const char *organization)
{
  (void)printf("{\"metadata\":{\"id\":\"%s\",\"name\":\"serviceaccount-%06ld"
               "\",\"description\":\"CI deploy account %06ld for the build "
               "and release pipeline of team %.8s, rotated quarterly\",",
               uuid(), i, i, uuid());
  (void)printf("\"creationTime\":\"2025-%02ld-%02ldT12:%02ld:56Z\","
               "\"createdBy\":\"user%ld@example.com\","
               "\"provisioningStatus\":\"provisioned\",\"healthStatus\":"
               "\"healthy\",\"organizationId\":\"%s\"},",
               i % 12 + 1, i % 28 + 1, i % 60, i % 97, organization);
  (void)printf("\"spec\":{\"groupIDs\":[\"%s\",\"%s\"]},\"status\":{"
               "\"expiry\":\"2026-%02ld-%02ldT12:00:00Z\"}}",
               uuid(), uuid(), i % 12 + 1, i % 28 + 1);
}

int main(int argc, char **argv)
{
  long count = argc == 2 ? strtol(argv[1], NULL, 10) : -1;
  char organization[37];
  long i;

  if (count < 0) {
    (void)fputs("usage: accounts COUNT\n", stderr);
    return 2;
  }
  (void)snprintf(organization, sizeof organization, "%s", uuid());
  (void)putchar('[');
  for (i = 0; i < count; i++) {
    if (i)
      (void)putchar(',');
    account(i, organization);
  }
  (void)putchar(']');
  return fflush(stdout) == 0 ? 0 : 1;
}
