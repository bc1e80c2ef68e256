/* certificate.h - the certificate and key of an https server, as PEM. */
#ifndef SANDBOX_CERTIFICATE_H
#define SANDBOX_CERTIFICATE_H

/* Starts as `{ 0 }` and ends with certificate_free. */
struct certificate {
  char *pem;
  char *key;
};

/* Makes a self-signed one (EC P-256) that clients can trust as it is.  It is
 * for localhost, 127.0.0.1 and ::1, or for `host` alone unless that is NULL.
 * With `expired` it was good until yesterday, else from an hour ago for 30
 * days.  Returns 0, or -1 with one sentence in `*problem`. */
int certificate_make(struct certificate *certificate, const char *host,
                     int expired, const char **problem);

/* Reads the two files.  Returns 0, or -1 with errno and the name of the file
 * in `*problem`. */
int certificate_load(struct certificate *certificate, const char *pem_file,
                     const char *key_file, const char **problem);

void certificate_free(struct certificate *certificate);

#endif
