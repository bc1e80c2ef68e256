/* bundle.c - a file of certificates of which one cannot be read.
 *
 * OpenSSL then uses nothing of the file, or silently only what comes before.
 * Who looks at it is told which one it is, and all others count.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/transport/internal.h"

#define FILE_MOST ((size_t)16 << 20)

/* A file that is sorted out. */
struct sorting {
  const char *next; /* what is left of it */
  size_t line;      /* of `next`, from 1 */
  char *kept;       /* the good ones, as long as the file at most */
  size_t kept_length;
  size_t broken; /* how many */
  size_t first;  /* the line of the first of them */
};

/* The whole of a file, with a NUL behind it; NULL where it cannot be had. */
static char *read_whole(const char *path)
{
  FILE *file = fopen(path, "re");
  char *text = NULL;
  size_t length = 0;
  size_t room = 0;

  while (file && length == room && room < FILE_MOST) {
    char *more = realloc(text, (room ? room * 2 : 65536) + 1);

    if (!more)
      break;
    room = room ? room * 2 : 65536;
    text = more;
    length += fread(text + length, 1, room - length, file);
  }
  if (text)
    text[length] = '\0';
  if (text && (length == room || ferror(file) || strlen(text) != length)) {
    free(text);
    text = NULL;
  }
  if (file)
    (void)fclose(file);
  return text;
}

static int begins(const char *text, const char *with)
{
  return strncmp(text, with, strlen(with)) == 0;
}

/* Passes over a line. */
static void skip_line(struct sorting *sorting)
{
  sorting->next += strcspn(sorting->next, "\n");
  if (*sorting->next) {
    sorting->next++;
    sorting->line++;
  }
}

/* Keys, and what else such a file may have in it, trust nobody. */
static int begins_certificate(const char *line)
{
  const char *word = strstr(line, "CERTIFICATE");

  return word && (size_t)(word - line) < strcspn(line, "\n");
}

/* Takes what begins in this line, up to the line that ends it; where that is
 * missing, the next one's beginning ends it. */
static void take_block(struct sorting *sorting)
{
  const char *start = sorting->next;
  const size_t line = sorting->line;
  int ended = 0;

  skip_line(sorting);
  while (*sorting->next && !ended && !begins(sorting->next, "-----BEGIN ")) {
    ended = begins(sorting->next, "-----END ");
    skip_line(sorting);
  }
  if (!begins_certificate(start))
    return;
  if (ended && tls_reads(start, (size_t)(sorting->next - start)) > 0) {
    memcpy(sorting->kept + sorting->kept_length, start,
           (size_t)(sorting->next - start));
    sorting->kept_length += (size_t)(sorting->next - start);
  } else if (sorting->broken++ == 0) {
    sorting->first = line;
  }
}

static void note_broken(const struct sorting *sorting,
                        struct transfer *transfer)
{
  char others[64] = "";

  if (sorting->broken > 1)
    (void)snprintf(others, sizeof others, ", and %zu more of them,",
                   sorting->broken - 1);
  (void)snprintf(transfer->reply->note, sizeof transfer->reply->note,
                 "the certificate that begins in line %zu of %.300s%s cannot "
                 "be read and is left out",
                 sorting->first, transfer->ca_file, others);
}

int bundle_mend(struct transport *transport, struct transfer *transfer)
{
  struct sorting sorting = { .line = 1 };
  char *text = NULL;

  if (!transfer->ca_file || transport->bundle || tls_reads("", 0) < 0)
    return 0;
  text = read_whole(transfer->ca_file);
  sorting.next = text;
  sorting.kept = text ? malloc(strlen(text) + 2) : NULL;
  while (sorting.kept && *sorting.next) {
    if (begins(sorting.next, "-----BEGIN "))
      take_block(&sorting);
    else
      skip_line(&sorting);
  }
  free(text);
  if (sorting.broken > 0 && sorting.kept_length > 0) {
    note_broken(&sorting, transfer);
    transport->bundle = sorting.kept;
    transport->bundle_length = sorting.kept_length;
    return 1;
  }
  free(sorting.kept);
  return 0;
}

int bundle_apply(const struct transport *transport, struct transfer *transfer)
{
#if LIBCURL_VERSION_NUM >= 0x074d00
  struct curl_blob blob = { .data = transport->bundle,
                            .len = transport->bundle_length,
                            .flags = CURL_BLOB_NOCOPY };

  if (curl_easy_setopt(transfer->easy, CURLOPT_CAINFO_BLOB, &blob) != CURLE_OK)
    return 0;
  (void)curl_easy_setopt(transfer->easy, CURLOPT_PROXY_CAINFO_BLOB, &blob);
  return 1;
#else
  (void)transport, (void)transfer;
  return 0;
#endif
}
