/* trust.c - whose certificates are believed.
 *
 * OpenSSL 3 parses a bundle of 145 certificates for 20 ms at every start; a
 * directory of hashed names costs nothing, since only the one that is asked
 * for is read.  So where the system has such a directory it comes first.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ascii.h"
#include "core/base/environment.h"
#include "core/transport/internal.h"

#define QUICKLY_READ 65536 /* bytes, of some thirty certificates */

/* Whether a name is one that c_rehash gives: "5443e9e3.0". */
static int is_hashed(const char *name)
{
  size_t i;

  for (i = 0; i < 8; i++)
    if (ascii_hex(name[i]) < 0)
      return 0;
  return name[8] == '.' && ascii_is_digit(name[9]);
}

/* Whether a folder has a name that `is_one` takes. */
static int has_name(const char *directory, int (*is_one)(const char *name))
{
  DIR *stream = opendir(directory);
  const struct dirent *entry;
  int found = 0;

  if (!stream)
    return 0;
  while (!found && (entry = readdir(stream)))
    found = is_one(entry->d_name);
  (void)closedir(stream);
  return found;
}

static int has_hashed_names(const char *directory)
{
  return has_name(directory, is_hashed);
}

/* The system's directory of hashed names, or NULL. */
static const char *system_directory(CURL *easy)
{
  static const char usual[] = "/etc/ssl/certs";
  char *built_in = NULL;

#if LIBCURL_VERSION_NUM >= 0x075400
  if (curl_easy_getinfo(easy, CURLINFO_CAPATH, &built_in) != CURLE_OK)
    built_in = NULL;
#else
  (void)easy;
#endif
  if (built_in && has_hashed_names(built_in))
    return built_in;
  if ((!built_in || strcmp(built_in, usual) != 0) && has_hashed_names(usual))
    return usual;
  return NULL;
}

/* libcurl's own error for such a file says neither which nor why. */
static int check_file(struct transfer *transfer)
{
  struct stat status;
  int fd = open(transfer->ca_file, O_RDONLY | O_CLOEXEC);
  int cause = errno;

  if (fd >= 0) {
    if (fstat(fd, &status) != 0)
      cause = errno;
    else
      cause = S_ISDIR(status.st_mode) ? EISDIR : 0;
    transfer->slow_trust = cause == 0 && status.st_size > QUICKLY_READ;
    (void)close(fd);
    if (cause == 0)
      return 0;
  }
  say(transfer->reply, "cannot read the CA certificates in %s: %s",
      transfer->ca_file, strerror(cause));
  advise(transfer->reply, "%s names that file", transfer->ca_origin);
  transfer->reply->permanent = 1;
  transfer->reply->bad_certificates = 1;
  return -1;
}

/* No source but these: libcurl's built-in ones must not be believed as well. A
 * proxy over TLS is believed for the same reasons as the server. */
static void use(const struct transport *transport, struct transfer *transfer,
                const char *file, const char *directory)
{
  if (file && transport->bundle && bundle_apply(transport, transfer))
    file = NULL;
  SET(transfer, CURLOPT_CAINFO, file);
  SET(transfer, CURLOPT_CAPATH, directory);
  SET(transfer, CURLOPT_PROXY_CAINFO, file);
  SET(transfer, CURLOPT_PROXY_CAPATH, directory);
}

/* The file and the folders that somebody named. */
static void find_named(const struct transport *transport,
                       struct transfer *transfer)
{
  transfer->ca_file = transport->ca_file;
  transfer->ca_origin = "--ca-cert";
  if (transfer->ca_file)
    return;
  transfer->ca_folders = environment_value("SSL_CERT_DIR");
  transfer->ca_origin = "SSL_CERT_FILE";
  transfer->ca_file = environment_value(transfer->ca_origin);
  if (transfer->ca_file)
    return;
  transfer->ca_origin = "CURL_CA_BUNDLE";
  transfer->ca_file = environment_value(transfer->ca_origin);
}

int trust_apply(const struct transport *transport, struct transfer *transfer)
{
  const char *directory;

  find_named(transport, transfer);
  if (transfer->ca_file || transfer->ca_folders) {
    transfer->reply->certificates =
        transport->ca_file ? TRANSPORT_CA_OPTION : TRANSPORT_CA_VARIABLE;
    use(transport, transfer, transfer->ca_file, transfer->ca_folders);
    return transfer->ca_file ? check_file(transfer) : 0;
  }
  directory = transport->whole_store ? NULL : system_directory(transfer->easy);
  if (directory) {
    use(transport, transfer, NULL, directory);
    transfer->reply->certificates = TRANSPORT_CA_DIRECTORY;
    return 0;
  }
  transfer->slow_trust = 1;
  transfer->reply->certificates = TRANSPORT_CA_DEFAULT;
  return 0;
}

static int is_shown(const char *name)
{
  return name[0] != '.';
}

/* Whether there is anything in it. */
static int has_files(const char *directory)
{
  return has_name(directory, is_shown);
}

int trust_advise(const struct transfer *transfer)
{
  const char *next = transfer->ca_folders;
  char folder[PATH_MAX];
  DIR *stream;

  while (next && *next) {
    size_t length = strcspn(next, ":");

    (void)snprintf(folder, sizeof folder, "%.*s", (int)length, next);
    next += length + (next[length] == ':');
    stream = opendir(folder);
    if (!stream) {
      advise(transfer->reply,
             "cannot read the folder %s, which SSL_CERT_DIR names: %s", folder,
             strerror(errno));
      return 1;
    }
    (void)closedir(stream);
    if (!has_hashed_names(folder)) {
      if (has_files(folder))
        advise(transfer->reply,
               "the folder %s, which SSL_CERT_DIR names, is not hashed: run "
               "openssl rehash on it",
               folder);
      else
        advise(transfer->reply,
               "the folder %s, which SSL_CERT_DIR names, is empty", folder);
      return 1;
    }
  }
  return 0;
}
