/* certificate.c - the certificate and key of an https server. */
#include "certificate.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/cleanup.h"
#include "file.h"

/* A certificate and its key in the making. */
struct draft_certificate {
  gnutls_x509_crt_t certificate;
  gnutls_x509_privkey_t key;
};

static void draft_release(struct draft_certificate *draft)
{
  if (draft->certificate)
    gnutls_x509_crt_deinit(draft->certificate);
  if (draft->key)
    gnutls_x509_privkey_deinit(draft->key);
}

static int add_names(gnutls_x509_crt_t certificate, const char *host)
{
  static const unsigned char four[4] = { 127, 0, 0, 1 };
  static const unsigned char six[16] = { [15] = 1 };
  const char *name = host ? host : "localhost";
  int result = gnutls_x509_crt_set_subject_alt_name(
      certificate, GNUTLS_SAN_DNSNAME, name, (unsigned int)strlen(name),
      GNUTLS_FSAN_SET);

  if (result < 0 || host)
    return result;
  result = gnutls_x509_crt_set_subject_alt_name(
      certificate, GNUTLS_SAN_IPADDRESS, four, sizeof four,
      GNUTLS_FSAN_APPEND);
  if (result < 0)
    return result;
  return gnutls_x509_crt_set_subject_alt_name(
      certificate, GNUTLS_SAN_IPADDRESS, six, sizeof six, GNUTLS_FSAN_APPEND);
}

/* Its times are the system's: that is the clock which clients check with,
 * even when the sandbox's own is frozen. */
static int add_times(gnutls_x509_crt_t certificate, int expired)
{
  static const time_t day = 86400;
  time_t now = time(NULL);
  int result = gnutls_x509_crt_set_activation_time(
      certificate, expired ? now - 31 * day : now - 3600);

  if (result < 0)
    return result;
  return gnutls_x509_crt_set_expiration_time(
      certificate, expired ? now - day : now + 30 * day);
}

static int add_serial(gnutls_x509_crt_t certificate)
{
  unsigned char serial[16];
  int result = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial);

  if (result < 0)
    return result;
  serial[0] &= 0x7f; /* a serial number is positive */
  serial[0] |= 0x40;
  return gnutls_x509_crt_set_serial(certificate, serial, sizeof serial);
}

static int add_usage(const struct draft_certificate *draft)
{
  unsigned char id[20];
  size_t length = sizeof id;
  int result =
      gnutls_x509_crt_set_basic_constraints(draft->certificate, 1, -1);

  if (result < 0 ||
      (result = gnutls_x509_crt_set_key_usage(
           draft->certificate,
           GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_CERT_SIGN)) < 0 ||
      (result = gnutls_x509_crt_set_key_purpose_oid(
           draft->certificate, GNUTLS_KP_TLS_WWW_SERVER, 0)) < 0 ||
      (result = gnutls_x509_privkey_get_key_id(draft->key, 0, id, &length)) <
          0)
    return result;
  return gnutls_x509_crt_set_subject_key_id(draft->certificate, id, length);
}

static int fill(struct draft_certificate *draft, const char *host, int expired)
{
  static const char name[] = "nscale-sandbox";
  int result;

  if ((result = gnutls_x509_privkey_init(&draft->key)) < 0 ||
      (result = gnutls_x509_crt_init(&draft->certificate)) < 0 ||
      (result = gnutls_x509_privkey_generate(
           draft->key, GNUTLS_PK_ECDSA,
           GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0)) < 0 ||
      (result = gnutls_x509_crt_set_version(draft->certificate, 3)) < 0 ||
      (result = gnutls_x509_crt_set_key(draft->certificate, draft->key)) < 0 ||
      (result = gnutls_x509_crt_set_dn_by_oid(draft->certificate,
                                              GNUTLS_OID_X520_COMMON_NAME, 0,
                                              name, sizeof name - 1)) < 0 ||
      (result = add_serial(draft->certificate)) < 0 ||
      (result = add_times(draft->certificate, expired)) < 0 ||
      (result = add_names(draft->certificate, host)) < 0 ||
      (result = add_usage(draft)) < 0)
    return result;
  return gnutls_x509_crt_sign2(draft->certificate, draft->certificate,
                               draft->key, GNUTLS_DIG_SHA256, 0);
}

/* A copy that ends with a NUL, as the HTTP library wants it. */
static char *copy_datum(gnutls_datum_t *datum)
{
  char *copy = malloc((size_t)datum->size + 1);

  if (copy) {
    memcpy(copy, datum->data, datum->size);
    copy[datum->size] = '\0';
  }
  gnutls_free(datum->data);
  return copy;
}

int certificate_make(struct certificate *certificate, const char *host,
                     int expired, const char **problem)
{
  struct draft_certificate draft CLEANUP(draft_release) = { 0 };
  gnutls_datum_t pem, key;
  int result = fill(&draft, host, expired);

  if (result >= 0) {
    result =
        gnutls_x509_crt_export2(draft.certificate, GNUTLS_X509_FMT_PEM, &pem);
    if (result >= 0)
      certificate->pem = copy_datum(&pem);
  }
  if (result >= 0) {
    result = gnutls_x509_privkey_export2(draft.key, GNUTLS_X509_FMT_PEM, &key);
    if (result >= 0)
      certificate->key = copy_datum(&key);
  }
  if (result >= 0 && (!certificate->pem || !certificate->key))
    result = GNUTLS_E_MEMORY_ERROR;
  if (result < 0)
    *problem = gnutls_strerror(result);
  return result < 0 ? -1 : 0;
}

int certificate_load(struct certificate *certificate, const char *pem_file,
                     const char *key_file, const char **problem)
{
  *problem = pem_file;
  certificate->pem = file_read(pem_file);
  if (!certificate->pem)
    return -1;
  *problem = key_file;
  certificate->key = file_read(key_file);
  return certificate->key ? 0 : -1;
}

void certificate_free(struct certificate *certificate)
{
  free(certificate->pem);
  free(certificate->key);
  *certificate = (struct certificate){ 0 };
}
