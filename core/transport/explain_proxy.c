/* explain_proxy.c - why a proxy led nowhere, in plain words. */
#include <stdio.h>
#include <string.h>

#include "core/transport/internal.h"

/* The older ones tell no more than that it failed. */
#if LIBCURL_VERSION_NUM < 0x074900
#define CURLE_PROXY ((CURLcode)97)
#endif

void advise_proxy(const struct failure *failure)
{
  advise(failure->reply, "check %s and NO_PROXY", failure->proxy.variable);
}

/* No part of what the variable says is shown: it may be one of a password. */
static void explain_mistake(const struct failure *failure)
{
  const struct proxy *proxy = &failure->proxy;
  struct transport_reply *reply = failure->reply;

  reply->permanent = 1;
  switch (proxy->mistake) {
  case PROXY_UNKNOWN_KIND:
    say(reply,
        "%s names a proxy of the kind \"%.*s\", which nscale cannot use",
        proxy->variable, proxy->kind_length, proxy->kind);
    advise(reply, "it can use http, %ssocks4, socks4a, socks5 and socks5h",
           curl_version_info(CURLVERSION_NOW)->features &
                   CURL_VERSION_HTTPS_PROXY
               ? "https, "
               : "");
    break;
  case PROXY_UNESCAPED:
    say(reply,
        "%s has \"%c\" in the user name or the password of the proxy, where "
        "it must be written as %%%02X",
        proxy->variable, proxy->unescaped, (unsigned)proxy->unescaped);
    break;
  default:
    say(reply, "%s is not the address of a proxy", proxy->variable);
    advise(reply, "write it as http://HOST:PORT or as "
                  "http://USER:PASSWORD@HOST:PORT");
    break;
  }
}

/* The ways to log in that are offered, as far as libcurl knows them. */
static long offered_logins(const struct failure *failure)
{
  long offered = 0;

  (void)curl_easy_getinfo(failure->transfer->easy, CURLINFO_PROXYAUTH_AVAIL,
                          &offered);
  return offered;
}

/* They are others than the one that libcurl takes without being told. */
static void explain_other_login(const struct failure *failure, long offered)
{
  static const struct {
    long bit;
    const char *name;
  } others[] = { { (long)CURLAUTH_NEGOTIATE, "Negotiate" },
                 { (long)CURLAUTH_NTLM, "NTLM" },
                 { (long)CURLAUTH_DIGEST, "Digest" } };
  char names[64] = "another way";
  size_t length = 0;
  size_t i;

  for (i = 0; i < sizeof others / sizeof *others; i++)
    if (offered & others[i].bit && length < sizeof names)
      length += (size_t)snprintf(names + length, sizeof names - length, "%s%s",
                                 length ? " or " : "", others[i].name);
  say(failure->reply,
      "%s wants a login by %s, which nscale cannot do (HTTP 407)",
      failure->proxy.name, names);
  advise_proxy(failure);
}

/* It wants to know who comes; `status` is " (HTTP 407)" or "". */
static void explain_login(const struct failure *failure, const char *status)
{
  const struct proxy *proxy = &failure->proxy;
  struct transport_reply *reply = failure->reply;
  long offered = offered_logins(failure);

  reply->permanent = 1;
  if (offered && !(offered & (long)CURLAUTH_BASIC)) {
    explain_other_login(failure, offered);
  } else if (!proxy->logs_in) {
    say(reply, "%s wants a user name and a password%s", proxy->name, status);
    advise(reply, "write them in %s, as in http://USER:PASSWORD@HOST:PORT",
           proxy->variable);
  } else {
    say(reply, "%s does not take the user name and the password in %s%s",
        proxy->name, proxy->variable, status);
    advise(reply,
           "check them%s; a character such as @, # or %% is written as %%40, "
           "%%23 or %%25 there",
           offered || !*status ? "" : ", and whether it wants these");
  }
}

/* It answered CONNECT with a status that is no success. */
static void explain_status(const struct failure *failure, long status)
{
  const struct transfer *transfer = failure->transfer;
  struct transport_reply *reply = failure->reply;

  if (status == 407) {
    explain_login(failure, " (HTTP 407)");
    return;
  }
  say(reply, "%s %s %s port %s (HTTP %ld)", failure->proxy.name,
      status >= 502 && status <= 504 ? "cannot reach"
                                     : "refused a connection to",
      transfer->host, transfer->port, status);
  advise_proxy(failure);
  reply->permanent = status < 500 && status != 408 && status != 429;
}

/* It is not there, or it was and said nothing. */
static void explain_lost(const struct failure *failure)
{
  struct transport_reply *reply = failure->reply;
  long number = 0;

  (void)curl_easy_getinfo(failure->transfer->easy, CURLINFO_OS_ERRNO, &number);
  /* libcurl 8.10 to 8.14 tell no address of one that was there. */
  if (reply->address[0] != '\0' || number == 0)
    say(reply, "%s gave no connection to %s", failure->proxy.name,
        failure->transfer->host);
  else
    say(reply, "cannot connect to %s: %s", failure->proxy.name,
        strerror((int)number));
  advise_proxy(failure);
}

/* A name was not found.  With some proxies of SOCKS it is the server's. */
static void explain_lookup(const struct failure *failure)
{
  struct transport_reply *reply = failure->reply;

  if (failure->transfer->tried) {
    say(reply, "cannot find the address of %s: unknown host",
        failure->transfer->host);
    advise(reply,
           "a proxy of the kind socks5h or socks4a looks it up itself: "
           "check %s",
           failure->proxy.variable);
  } else {
    say(reply, "cannot find the address of the proxy %s: unknown host",
        failure->proxy.host);
    advise_proxy(failure);
  }
}

#if LIBCURL_VERSION_NUM >= 0x074900
/* Why a proxy of SOCKS did not lead on. */
static void explain_socks(const struct failure *failure)
{
  const struct transfer *transfer = failure->transfer;
  struct transport_reply *reply = failure->reply;
  const char *cause = NULL;
  long error = 0;

  (void)curl_easy_getinfo(transfer->easy, CURLINFO_PROXY_ERROR, &error);
  switch (error) {
  case CURLPX_NO_AUTH:
  case CURLPX_USER_REJECTED:
    explain_login(failure, "");
    return;
  case CURLPX_RESOLVE_HOST:
    say(reply, "cannot find the address of %s: unknown host", transfer->host);
    advise(reply,
           "a proxy of the kind socks5h or socks4a looks it up itself: "
           "check %s",
           failure->proxy.variable);
    return;
  case CURLPX_REPLY_NOT_ALLOWED:
  case CURLPX_REQUEST_FAILED:
    say(reply, "%s refused a connection to %s port %s", failure->proxy.name,
        transfer->host, transfer->port);
    reply->permanent = error == CURLPX_REPLY_NOT_ALLOWED;
    advise_proxy(failure);
    return;
  case CURLPX_BAD_VERSION:
    say(reply, "%s does not speak SOCKS", failure->proxy.name);
    reply->permanent = 1;
    advise_proxy(failure);
    return;
  case CURLPX_REPLY_CONNECTION_REFUSED:
    cause = ": connection refused";
    break;
  case CURLPX_REPLY_HOST_UNREACHABLE:
    cause = ": no way to the host";
    break;
  case CURLPX_REPLY_NETWORK_UNREACHABLE:
    cause = ": no way to its network";
    break;
  case CURLPX_REPLY_TTL_EXPIRED:
  case CURLPX_REPLY_GENERAL_SERVER_FAILURE:
    cause = "";
    break;
  default:
    explain_lost(failure);
    return;
  }
  say(reply, "%s cannot reach %s port %s%s", failure->proxy.name,
      transfer->host, transfer->port, cause);
  advise_proxy(failure);
}
#else
static void explain_socks(const struct failure *failure)
{
  explain_lost(failure);
}
#endif

int explain_proxy(const struct failure *failure)
{
  long status = 0;

  (void)curl_easy_getinfo(failure->transfer->easy, CURLINFO_HTTP_CONNECTCODE,
                          &status);
  if (failure->proxy.mistake) {
    explain_mistake(failure);
    return 1;
  }
  if (status >= 300) {
    explain_status(failure, status);
    return 1;
  }
  switch (failure->code) {
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY:
    explain_lookup(failure);
    return 1;
  case CURLE_PROXY:
    explain_socks(failure);
    return 1;
  case CURLE_OPERATION_TIMEDOUT:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_URL_MALFORMAT:
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_OUT_OF_MEMORY:
    return 0;
  default:
    /* Once it has agreed it is out of the game. */
    if (status == 0)
      explain_lost(failure);
    return status == 0;
  }
}
